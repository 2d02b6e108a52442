import { holds } from './expression';
import { workflows } from './workflows';

const repository = 'acme/platform';
const pullRequest = (labels: readonly string[], from = repository) => ({
  number: 4,
  head: { repo: { full_name: from } },
  labels: labels.map((name) => ({ name })),
});

/** The jobs of a workflow that an event starts. One that needs another starts after it. */
function started(workflow: string, event: string, payload: object): string[] {
  const contexts = { github: { event_name: event, repository, event: payload } };
  const { jobs } = workflows.get(workflow)!;
  const starts = (id: string): boolean =>
    holds(jobs[id]!.if, contexts) && [jobs[id]!.needs ?? []].flat().every(starts);
  return Object.keys(jobs).filter(starts);
}

const ON_PULL_REQUEST = [
  ['labelled "preview"', 'labeled', ['preview'], { label: { name: 'preview' } }, ['request', 'up']],
  ['labelled something else', 'labeled', ['preview', 'bug'], { label: { name: 'bug' } }, []],
  ['pushed to, with the label', 'synchronize', ['bug', 'preview'], {}, ['request', 'up']],
  ['pushed to, without it', 'synchronize', ['bug'], {}, []],
  ['opened again, with the label', 'reopened', ['preview'], {}, ['request', 'up']],
  ['closed, with the label', 'closed', ['preview'], {}, ['down']],
  ['closed, without it', 'closed', [], {}, []],
  ['no more labelled "preview"', 'unlabeled', [], { label: { name: 'preview' } }, ['down']],
  ['no more labelled something else', 'unlabeled', ['preview'], { label: { name: 'bug' } }, []],
] as const;

describe('a pull request of this repository that is', () => {
  test.each(ON_PULL_REQUEST)('%s: jobs of its preview', (_, action, labels, more, jobs) => {
    const payload = { action, pull_request: pullRequest(labels), ...more };
    expect(started('preview', 'pull_request', payload)).toEqual(jobs);
  });

  test('pushed to is tested and planned', () => {
    const payload = { action: 'synchronize', pull_request: pullRequest([]) };
    expect(started('pull-request', 'pull_request', payload)).toEqual(['test', 'synthesize', 'plan']);
  });
});

describe('the same of a fork', () => {
  test.each(ON_PULL_REQUEST)('%s starts nothing', (_, action, labels, more) => {
    const payload = { action, pull_request: pullRequest(labels, 'stranger/platform'), ...more };
    expect(started('preview', 'pull_request', payload)).toEqual([]);
  });

  test('is tested, and not planned', () => {
    const payload = { action: 'opened', pull_request: pullRequest([], 'stranger/platform') };
    expect(started('pull-request', 'pull_request', payload)).toEqual(['test']);
  });

  test('whose repository is gone starts nothing with credentials', () => {
    const payload = {
      action: 'closed',
      pull_request: { labels: [{ name: 'preview' }], head: { repo: null } },
    };
    expect(started('preview', 'pull_request', payload)).toEqual([]);
  });
});

describe('a comment', () => {
  const comment = (body: string, issue: object = { number: 4, pull_request: {} }) =>
    started('preview', 'issue_comment', { action: 'created', issue, comment: { body } });

  test('that asks for a preview is looked into', () => {
    expect(comment('/preview')).toEqual(['request', 'up']);
  });

  test.each(['please /preview', '/preview now', '> /preview', '/previews', ''])(
    'that says "%s" starts nothing',
    (body) => {
      expect(comment(body)).toEqual([]);
    },
  );

  test('on an issue starts nothing', () => {
    expect(comment('/preview', { number: 4 })).toEqual([]);
  });
});
