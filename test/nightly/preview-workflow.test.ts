import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { previewId } from '../../declarations/preview-id';
import { GitCopy } from '../e2e/git-copy';
import { LocalCommand, root } from '../e2e/local-command';
import { restore } from '../e2e/snapshot';
import { TOKEN, WorkflowJobs, written } from '../e2e/workflow-jobs';

// In the order of the file, against one emulator: each test goes on from where the last one ended. The commands are
// those of the workflows, as they stand there.
jest.setTimeout(20 * 60_000);

const NAME = 'e2e-preview-workflow';
const copy = new GitCopy(join(root, '.local', `${NAME}-project`));
const local = new LocalCommand(NAME, 6330, copy.directory);
const event = { pull_request: { number: 4 }, repository: { default_branch: 'main' } };
const open = { state: 'OPEN', headRefOid: copy.git('rev-parse', 'HEAD'), isCrossRepository: false };

let variables: NodeJS.ProcessEnv;
let jobs: WorkflowJobs;

const preview = (id: string, pullRequest: object = open) =>
  jobs.run(
    'preview',
    id,
    [
      { to: '--json comments', says: { comments: [] } },
      { to: '--json state,headRefOid', says: pullRequest },
      { to: '/permission', says: 'write' },
      { to: 'pr comment' },
      { to: 'pr edit' },
    ],
    { contexts: { github: { event, event_name: 'pull_request' } } },
  );

beforeAll(async () => {
  await restore(local);
  variables = await local.variables();
  jobs = new WorkflowJobs(copy, local, variables);
});
afterAll(async () => {
  jobs?.remove();
  await local.run(['stop']);
});

test('a preview that is asked for is made of the commit that was judged, and its URLs are a comment', async () => {
  const { succeeded } = await preview('request');
  expect(succeeded).toBe(true);
  const { succeeded: made, calls, log } = await preview('up');
  expect([made, log]).toEqual([true, log]);
  expect(written(calls, 'pr comment')).toMatch(/^<!-- platform:preview -->\n[\s\S]*https:\/\/shop-pr-4\./);
});

test('a preview that an application asks for runs the image of its pull request', async () => {
  const version = `feature-4b825dc@sha256:${'ab'.repeat(32)}`;
  const inputs = { service: 'catalog', version, number: '4', owner: 'ann' };
  const contexts = { inputs, github: { event: { repository: { default_branch: 'main' } } } };
  const { succeeded, summary, log } = await jobs.run('application-preview', 'up', [], { contexts });
  expect([succeeded, log]).toEqual([true, log]);
  const id = previewId('pr-4-catalog');
  expect(summary).toContain(`**Preview \`${id}\`**`);
  const pods = ['get', 'pods', '-n', `shop-${id}`, '-o', 'jsonpath={.items[*].spec.containers[*].image}'];
  const { stdout } = await promisify(execFile)('kubectl', ['--context', 'dev', ...pods], { env: variables });
  // Of jobs as well.
  const all = [...new Set(stdout.split(' '))];
  const its = (service: string) => all.filter((image) => image.includes(`/${service}:`));
  expect(its('catalog')).toEqual([expect.stringContaining(`:${version}`)]);
  expect(its('storefront')).toEqual([expect.not.stringContaining('feature')]);
});

test('a preview of a pull request that is closed meanwhile is not made', async () => {
  const { succeeded, steps, calls } = await preview('up', { ...open, state: 'CLOSED' });
  expect(succeeded).toBe(false);
  expect(steps.map(({ command }) => command)).not.toContainEqual(expect.stringContaining('preview -- up'));
  expect(written(calls, 'pr comment')).toContain('**Failed**');
});

test('a preview is destroyed when its pull request is closed, and a sweep finds nothing left', async () => {
  const { succeeded, calls, log } = await preview('down');
  expect([succeeded, log]).toEqual([true, log]);
  expect(written(calls, 'pr comment')).toContain('There is no preview of pr-4.');
  const swept = await jobs.run('sweep', 'sweep', [
    { to: 'auth setup-git' },
    { to: 'pr view', says: 'MERGED' },
  ]);
  expect([swept.succeeded, swept.log]).toEqual([true, swept.log]);
});

test('no call of these runs was denied, each by the role that its workflow has', async () => {
  expect(await local.denials()).toEqual([]);
});

test('no log or comment of these runs has a secret that the emulator knows, or a token', async () => {
  const secrets = await local.emulator<string[]>('secrets');
  expect(secrets.length).toBeGreaterThan(5);
  const keys = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map((name) => variables[name]!);
  const all = jobs.logs.join('\n');
  expect(all).not.toBe('');
  // Only how many: a failed test is a log as well.
  expect([...secrets, ...keys, TOKEN].filter((secret) => all.includes(secret)).length).toBe(0);
});
