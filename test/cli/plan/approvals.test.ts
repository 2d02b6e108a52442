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
const approval = (name: string, more: object = {}) => ({
  resource: `dev:a.${name}`,
  rule: 'data-deleted',
  finding: '0123456789ab',
  reason: 'Because it is so',
  expires: '2026-12-01',
  ...more,
});
const write = (name: string, more: object = {}) =>
  writeFileSync(join(folder, 'approvals', `${name}.json`), JSON.stringify(approval(name, more)));
function commit(...names: readonly string[]): void {
  mkdirSync(join(folder, 'approvals'), { recursive: true });
  for (const name of names) write(name);
  git('add', '.');
  git('commit', '--quiet', '--message', names.join());
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-approvals-'));
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
  const { now, old, isDiff } = await findApprovals(TODAY, { base: 'main' });
  expect(names(now.approvals)).toEqual(['dev:a.committed', 'dev:a.lying-there']);
  expect(names(old)).toEqual(['dev:a.old']);
  expect(isDiff).toBe(true);
});

test('what the branch changes counts', async () => {
  write('old', { expires: '2026-12-02' });
  expect(names((await findApprovals(TODAY, { base: 'main' })).now.approvals)).toEqual(['dev:a.old']);
});

test('what main has got meanwhile does not count', async () => {
  git('checkout', '--quiet', 'main');
  commit('of-another');
  git('checkout', '--quiet', 'branch');
  expect((await findApprovals(TODAY, { base: 'main' })).now.approvals).toEqual([]);
});

test('one that the branch renames, or writes beside another, was there and counts no more', async () => {
  git('mv', 'approvals/old.json', 'approvals/new.json');
  const renamed = await findApprovals(TODAY, { base: 'main' });
  expect([renamed.now.approvals, names(renamed.old)]).toEqual([[], ['dev:a.old']]);
  const [old, more] = ['old', 'more'].map((name) => approval(name));
  writeFileSync(join(folder, 'approvals/new.json'), JSON.stringify([more, old], null, 2));
  const { now } = await findApprovals(TODAY, { base: 'main' });
  expect(names(now.approvals)).toEqual(['dev:a.more']);
});

test('one that main has, and that the branch brings back, counts no more either', async () => {
  git('rm', '--quiet', 'approvals/old.json');
  git('commit', '--quiet', '--message', 'gone');
  commit('old');
  expect((await findApprovals(TODAY, { base: 'main' })).now.approvals).toEqual([]);
});

describe('of a deploy', () => {
  const deployed = () => findApprovals(TODAY, { deployed: 'deployed' });
  beforeEach(() => {
    git('tag', 'deployed');
  });

  test('what came after the deployed commit counts, until that is deployed itself', async () => {
    commit('merged');
    commit('newer');
    expect(names((await deployed()).now.approvals)).toEqual(['dev:a.merged', 'dev:a.newer']);
    git('tag', '--force', 'deployed');
    const { now, old } = await deployed();
    expect(now.approvals).toEqual([]);
    expect(names(old)).toEqual(['dev:a.merged', 'dev:a.newer', 'dev:a.old']);
  });

  test('what was deployed beside the main branch is compared with, not where both parted', async () => {
    commit('beside');
    git('tag', '--force', 'deployed');
    git('reset', '--quiet', '--hard', 'main');
    commit('beside');
    expect((await deployed()).now.approvals).toEqual([]);
  });

  test('one that has run out is left over, and no mistake', async () => {
    write('late', { expires: '2026-11-01' });
    const { now, old } = await deployed();
    expect([now.approvals, now.faults]).toEqual([[], []]);
    expect(names(old)).toEqual(['dev:a.old', 'dev:a.late']);
  });

  test('a commit that is not there is a mistake', async () => {
    await expect(findApprovals(TODAY, { deployed: 'nowhere' })).rejects.toThrow('--deployed: got "nowhere"');
  });
});

test('one that has run out never counts, and in a diff that is a mistake', async () => {
  write('late', { expires: '2026-11-01' });
  const inDiff = await findApprovals(TODAY, { base: 'main' });
  expect(inDiff.now.approvals).toEqual([]);
  expect(inDiff.now.faults).toEqual([expect.stringContaining('expired on 2026-11-01')]);
  const alone = await findApprovals(TODAY);
  expect(alone.now.faults).toEqual([]);
  expect(names(alone.old)).toEqual(['dev:a.late']);
});

test('a base that is not there is a mistake', async () => {
  await expect(findApprovals(TODAY, { base: 'nowhere' })).rejects.toThrow('--base: got "nowhere"');
});
