import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summaryFile } from '../../../cli/drift/summary';
import { parseForgeArguments } from '../../../cli/forge/arguments';
import { marker } from '../../../cli/forge/body';
import { capture } from '../../../programs/capture';
import { Command } from '../command';
import { type Call, FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

let fake: FakePrograms;
let folder: string;
beforeEach(() => {
  fake = new FakePrograms();
  folder = mkdtempSync(join(tmpdir(), 'platform-forge-test-'));
});
afterEach(() => {
  fake.remove();
  rmSync(folder, { recursive: true, force: true });
});

const RUN = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/platform',
  GITHUB_RUN_ID: '7',
};

const command = new Command('forge');
const environment = () => ({ ...RUN, PATH: `${fake.folder}:${process.env.PATH}` });

/** The command itself, with a gh that is ours, and the history of this repository. */
const forge = (...args: string[]) => command.run(args, environment(), '.');

/** What gh was told to change. */
const changes = () =>
  fake.calls().filter(({ args }) => !/^(pr view|issue list|api graphql)/.test(args.join(' ')));
const words = ({ args }: Call) => args.join(' ');

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('the comment on a pull request', () => {
  const url = (id: number) => `https://github.com/acme/platform/pull/4#issuecomment-${id}`;
  const existing = (comments: object[]) =>
    fake.add('gh', [{ to: 'pr view', says: { comments } }, { to: 'pr comment' }, { to: 'api' }]);

  test('is written when there is none', async () => {
    existing([]);
    const report = write('report.md', 'No changes');
    expect(await forge('comment', '4', 'plan', report)).toMatchObject({ code: 0, stderr: '' });
    const [call, ...more] = changes();
    expect(words(call!)).toMatch(/^pr comment 4 --body-file /);
    expect(call!.file).toBe(`${marker('plan')}\nNo changes\n`);
    expect(more).toEqual([]);
  });

  test('is written over when it is there, and no other of ours is', async () => {
    existing([
      { body: `${marker('preview')}\nURLs`, url: url(11), viewerDidAuthor: true },
      { body: `${marker('plan')}\nold`, url: url(12), viewerDidAuthor: true },
    ]);
    await forge('comment', '4', 'plan', write('report.md', '2 changes'));
    const [call, ...more] = changes();
    expect(words(call!)).toContain('--method PATCH repos/{owner}/{repo}/issues/comments/12 ');
    expect(call!.file).toBe(`${marker('plan')}\n2 changes\n`);
    expect(more).toEqual([]);
  });

  test('of somebody else that looks like ours does not keep the report from being seen', async () => {
    existing([{ body: `${marker('plan')}\nNo changes`, url: url(13), viewerDidAuthor: false }]);
    await forge('comment', '4', 'plan', write('report.md', 'Needs an approval'));
    expect(changes().map(words)).toEqual([expect.stringMatching(/^pr comment 4 /)]);
  });

  test.each([
    ['is not there', () => join(folder, 'nothing.md')],
    ['is empty', () => write('report.md', '')],
  ])('says that the run failed, and where it is, when the report %s', async (_, report) => {
    existing([]);
    await forge('comment', '4', 'plan', report());
    expect(changes()[0]!.file).toContain(
      '**Failed**, and left no report. Why: see [the run](https://github.com/acme/platform/actions/runs/7).',
    );
  });

  test('has all of its parts, and says which one is missing', async () => {
    existing([]);
    await forge('comment', '4', 'plan', join(folder, 'nothing.md'), write('note.md', 'Affects dev'));
    expect(changes()[0]!.file).toMatch(/\*\*Failed\*\*.*\n\nAffects dev\n$/);
  });

  test('is never longer than GitHub takes, and says so', async () => {
    existing([]);
    await forge('comment', '4', 'plan', write('report.md', 'a line of the report\n'.repeat(5000)));
    const { file } = changes()[0]!;
    expect(file!.length).toBeLessThanOrEqual(65_536);
    expect(file).toMatch(/a line of the report\n\n\*\*Cut here\*\*.*actions\/runs\/7/s);
  });
});

describe('a preview that is asked for', () => {
  const asked = (pullRequest: object, permission: string) =>
    fake.add('gh', [
      {
        to: 'pr view',
        says: { state: 'OPEN', headRefOid: 'c0ffee', isCrossRepository: false, ...pullRequest },
      },
      { to: 'collaborators/ann/permission', says: permission },
    ]);

  test.each(['admin', 'write'])(
    'gets the commit that is there now, by somebody with "%s"',
    async (permission) => {
      asked({}, permission);
      expect(await forge('request', '4', 'ann')).toEqual({ code: 0, stdout: 'c0ffee\n', stderr: '' });
    },
  );

  test.each([
    ['from a fork', { isCrossRepository: true }, 'admin', 'it is from a fork'],
    ['by somebody who may only read', {}, 'read', 'asked for by ann, whose permission is "read"'],
    ['by a stranger', {}, 'none', 'asked for by ann, whose permission is "none"'],
    ['after it was closed', { state: 'MERGED' }, 'write', 'it is merged; allowed: an open one'],
  ])('%s is refused, and no commit is printed', async (_, pullRequest, permission, message) => {
    asked(pullRequest, permission);
    const { code, stdout, stderr } = await forge('request', '4', 'ann');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`No preview of pull request 4: ${message}`);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('says all that is wrong with it at once', async () => {
    asked({ isCrossRepository: true, state: 'CLOSED' }, 'read');
    expect((await forge('request', '4', 'ann')).stderr.trim().split('\n')).toHaveLength(3);
  });
});

describe('a deploy', () => {
  const deployed = (...nodes: object[]) => fake.add('gh', [{ to: 'graphql', says: JSON.stringify(nodes) }]);
  const commit = async (name: string) => (await capture('git', ['rev-parse', name])).stdout.trim();
  const success = (commitOid: string, state = 'SUCCESS') => ({ commitOid, latestStatus: { state } });

  test('goes on when the environment has this commit, older ones, or none', async () => {
    deployed(success(await commit('HEAD')), success(await commit('HEAD~1'), 'INACTIVE'));
    expect(await forge('order', 'dev')).toMatchObject({ code: 0, stderr: '' });
    deployed();
    expect(await forge('order', 'dev')).toMatchObject({ code: 0, stderr: '' });
    expect(fake.calls().every((call) => words(call).includes('environment=dev'))).toBe(true);
  });

  test('is judged from the commit of the last one that succeeded', async () => {
    const [failed, last, before] = ['a', 'b', 'c'].map((digit) => digit.repeat(40));
    deployed(
      success('f'.repeat(40), 'IN_PROGRESS'),
      success(failed!, 'FAILURE'),
      success(last!),
      success(before!, 'INACTIVE'),
    );
    expect(await forge('deployed', 'dev')).toMatchObject({ code: 0, stdout: `${last}\n` });
    deployed({ commitOid: failed, latestStatus: null });
    expect(await forge('deployed', 'dev')).toMatchObject({ code: 0, stdout: '\n' });
    deployed(...Array.from({ length: 50 }, () => success(failed!, 'FAILURE')));
    const { code, stderr } = await forge('deployed', 'dev');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('dev: none of its last 50 deployments succeeded'),
    ]);
  });

  // A commit on top of HEAD that no branch has, made without touching the files.
  const newer = async () =>
    (
      await capture('git', ['commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'newer'], {
        env: {
          ...process.env,
          ...Object.fromEntries(
            ['AUTHOR', 'COMMITTER'].flatMap((who) => [
              [`GIT_${who}_NAME`, 'test'],
              [`GIT_${who}_EMAIL`, 'test@acme.example'],
              [`GIT_${who}_DATE`, '2026-01-01T00:00:00Z'],
            ]),
          ),
        },
      })
    ).stdout.trim();

  test.each(['SUCCESS', 'FAILURE', 'IN_PROGRESS'])(
    'of an old commit is refused when a newer one was deployed there: %s',
    async (state) => {
      const commitOid = await newer();
      deployed(success(commitOid, state));
      const { code, stderr } = await forge('order', 'dev');
      expect(code).toBe(1);
      expect(stderr).toContain(
        `dev was deployed from ${commitOid.slice(0, 12)}, which is newer than this commit`,
      );
    },
  );

  test('does not mind a newer one that still waits for its approval', async () => {
    deployed(success(await newer(), 'WAITING'), { commitOid: await newer(), latestStatus: null });
    expect(await forge('order', 'dev')).toMatchObject({ code: 0 });
  });
});

describe('issues of drift', () => {
  const found = (...entries: [environment: string, verdict: string][]) => {
    const summary = entries.map(([environment, verdict]) => ({
      environment,
      verdict,
      report: `${environment}.md`,
    }));
    writeFileSync(summaryFile(folder), JSON.stringify(summary));
    for (const [environment] of entries) write(`${environment}.md`, `report of ${environment}`);
  };
  const open = (...issues: [number: number, environment: string][]) =>
    fake.add('gh', [
      {
        to: 'issue list',
        says: issues.map(([number, name]) => ({ number, body: `${marker(`drift:${name}`)}\nold` })),
      },
      ...['label create', 'issue create', 'issue edit', 'issue close'].map((to) => ({ to })),
    ]);

  test('one is opened for each environment that drifted, and one that is open is written over', async () => {
    found(['one', 'drift'], ['two', 'drift']);
    open([8, 'two']);
    expect(await forge('drift', folder)).toMatchObject({ code: 0, stderr: '' });
    expect(changes().map(words)).toEqual([
      expect.stringMatching(/^label create drift --force/),
      expect.stringMatching(/^issue create --title one is not what its code says --label drift --body-file/),
      expect.stringMatching(/^issue edit 8 --body-file/),
    ]);
    expect(changes().map(({ file }) => file)).toEqual([
      undefined,
      `${marker('drift:one')}\nreport of one\n`,
      `${marker('drift:two')}\nreport of two\n`,
    ]);
  });

  test('it is closed when the drift is gone, and kept when nobody could look', async () => {
    found(['one', 'none'], ['two', 'pending'], ['three', 'failed'], ['four', 'none']);
    open([1, 'one'], [2, 'two'], [3, 'three']);
    const { code, stdout } = await forge('drift', folder);
    expect(code).toBe(0);
    expect(changes().map(words)).toEqual([
      'issue close 1 --comment No drift any more.',
      'issue close 2 --comment No drift any more.',
    ]);
    expect(stdout).toContain('three could not be looked at');
  });

  test('an environment whose name begins like another has one of its own', async () => {
    found(['one', 'none'], ['one-b', 'drift']);
    open([5, 'one-b']);
    await forge('drift', folder);
    expect(changes().map(words)).toEqual([expect.stringMatching(/^issue edit 5 /)]);
  });

  test('without a whole summary nothing is changed', async () => {
    open([1, 'one']);
    const { code, stderr } = await forge('drift', folder);
    expect({ code, calls: fake.calls() }).toEqual({ code: 1, calls: [] });
    expect(stderr).toContain('npm run drift -- --out');
  });
});

test.each([
  [
    [],
    'got ""; allowed: comment, request, order, deployed, reviewed, check, push-role, raise, region, drift',
  ],
  [['merge'], 'got "merge"; allowed:'],
  [['comment', '4', 'plan'], 'comment: got 4 plan; allowed: PR KIND FILE...'],
  [['comment', '4; rm', 'plan', 'x'], 'PR: got "4; rm"; allowed: the number of a pull request'],
  [['comment', '4', 'a -->', 'x'], 'KIND: got "a -->"'],
  [['order', ''], 'order: got nothing; allowed: ENVIRONMENT'],
])('%j is refused with what is allowed', (args, message) => {
  expect(() => parseForgeArguments(args)).toThrow(message);
  expect(() => parseForgeArguments(args)).toThrow('npm run forge -- COMMAND');
});

test('the region is that of platform.json, for credentials that the workflow asks for', async () => {
  expect(await forge('region')).toMatchObject({ code: 0, stdout: 'eu-central-1\n' });
});

test('what gh says is passed on, without a trace', async () => {
  fake.add('gh', [{ to: 'pr view', complains: 'HTTP 403: Resource not accessible', code: 1 }]);
  const { code, stderr } = await forge('comment', '4', 'plan', write('report.md', 'x'));
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'gh pr view: HTTP 403: Resource not accessible\n' });
});
