import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findApprovals } from '../../../cli/plan/approvals';

const TODAY = '2026-11-24';
const here = process.cwd();
let folder: string;

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
const write = (name: string, more: object = {}) =>
  writeFileSync(
    join(folder, 'approvals', `${name}.json`),
    JSON.stringify({
      resource: `dev:a.${name}`,
      rule: 'data-deleted',
      reason: 'Because it is so',
      expires: '2026-12-01',
      ...more,
    }),
  );
function commit(...names: readonly string[]): void {
  for (const name of names) write(name);
  git('add', '.');
  git('commit', '--quiet', '--message', names.join());
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-approvals-'));
  mkdirSync(join(folder, 'approvals'));
  git('init', '--quiet', '--initial-branch', 'main');
  commit('old');
  git('checkout', '--quiet', '-b', 'branch');
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(here);
  rmSync(folder, { recursive: true, force: true });
});

const names = (approvals: readonly { readonly resource: string }[]) =>
  approvals.map(({ resource }) => resource);

test('what the branch adds counts, committed or not; what was there does not', async () => {
  commit('committed');
  write('lying-there');
  const { now, old, isDiff } = await findApprovals(TODAY, 'main');
  expect(names(now.approvals)).toEqual(['dev:a.committed', 'dev:a.lying-there']);
  expect(names(old)).toEqual(['dev:a.old']);
  expect(isDiff).toBe(true);
});

test('what the branch changes counts', async () => {
  write('old', { expires: '2026-12-02' });
  expect(names((await findApprovals(TODAY, 'main')).now.approvals)).toEqual(['dev:a.old']);
});

test('what main has got meanwhile does not count', async () => {
  git('checkout', '--quiet', 'main');
  commit('of-another');
  git('checkout', '--quiet', 'branch');
  expect((await findApprovals(TODAY, 'main')).now.approvals).toEqual([]);
});

test('one that the branch renames counts, as it stands in the diff', async () => {
  git('mv', 'approvals/old.json', 'approvals/new.json');
  expect(names((await findApprovals(TODAY, 'main')).now.approvals)).toEqual(['dev:a.old']);
});

test('one that has run out never counts, and in a diff that is a mistake', async () => {
  write('late', { expires: '2026-11-01' });
  const inDiff = await findApprovals(TODAY, 'main');
  expect(inDiff.now.approvals).toEqual([]);
  expect(inDiff.now.faults).toEqual([expect.stringContaining('expired on 2026-11-01')]);
  const alone = await findApprovals(TODAY);
  expect(alone.now.faults).toEqual([]);
  expect(names(alone.old)).toEqual(['dev:a.late']);
});

test('a base that is not there is a mistake', async () => {
  await expect(findApprovals(TODAY, 'nowhere')).rejects.toThrow('--base: got "nowhere"');
});
