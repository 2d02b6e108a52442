import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reviewsOf } from '../../../cli/forge/reviewed';
import { Gh } from '../../../programs/gh';
import type { Git } from '../../../programs/git';
import { FakePrograms } from '../fake-program';

let fake: FakePrograms;
let folder: string;
beforeEach(() => {
  fake = new FakePrograms();
  folder = mkdtempSync(join(tmpdir(), 'platform-reviewed-test-'));
});
afterEach(() => {
  fake.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('what was reviewed', () => {
  const HEAD = 'a'.repeat(40);
  const merged = (number: number, sha: string) => ({ number, merged_at: '2026-11-24', head: { sha } });
  const one = { format: 1, stacks: { dev: { providers: {}, changes: [], findings: [] } } };
  const find = async (deployed?: string) => {
    const said: string[] = [];
    const gh = new Gh({ PATH: `${fake.folder}:${process.env.PATH}` });
    const git = { commitsSince: async () => (deployed ? ['b', HEAD] : [HEAD]) } as unknown as Git;
    // What gh would download.
    for (const number of [4, 5]) {
      mkdirSync(join(folder, `${number}`));
      writeFileSync(join(folder, `${number}`, 'reviewed.json'), JSON.stringify(one));
    }
    return { said, reviews: await reviewsOf(gh, git, deployed, folder, (text) => said.push(text)) };
  };
  const runs = (...ids: number[]) => ({ workflow_runs: ids.map((id) => ({ id, conclusion: 'success' })) });
  const artifact = (name: string, expired = false) => ({ artifacts: [{ name, expired }] });

  test('is what the pull requests have shown that come with it, the oldest first', async () => {
    fake.add('gh', [
      { to: 'commits/b/pulls', says: JSON.stringify([merged(4, 'head4')]) },
      { to: `commits/${HEAD}/pulls`, says: JSON.stringify([merged(5, 'head5')]) },
      { to: 'head_sha=head4', says: runs(40) },
      { to: 'head_sha=head5', says: runs(51, 50) },
      { to: 'runs/40/artifacts', says: artifact('reviewed') },
      { to: 'runs/51/artifacts', says: artifact('stacks') },
      { to: 'runs/50/artifacts', says: artifact('reviewed') },
      { to: 'run download' },
    ]);
    const { reviews, said } = await find('c');
    expect(reviews).toEqual([one, one]);
    expect(said).toEqual(['pull request 4 has shown a plan', 'pull request 5 has shown a plan']);
    const downloads = fake.calls().filter(({ args }) => args[1] === 'download');
    expect(downloads.map(({ args }) => args.slice(2, 6))).toEqual([
      ['40', '--name', 'reviewed', '--dir'],
      ['50', '--name', 'reviewed', '--dir'],
    ]);
    // Only of what the forge ran for a pull request, and by that workflow.
    for (const { args } of fake.calls().filter((call) => call.args[1]?.includes('head_sha')))
      expect(args[1]).toMatch(/workflows\/pull-request\.yml\/runs\?event=pull_request&status=success&/);
  });

  test('is nothing where the plan has expired, was never made, or no pull request brought it', async () => {
    fake.add('gh', [
      { to: 'commits/b/pulls', says: '[]' },
      {
        to: `commits/${HEAD}/pulls`,
        says: JSON.stringify([merged(5, 'head5'), { ...merged(6, 'x'), merged_at: null }]),
      },
      { to: 'head_sha=head5', says: runs(50) },
      { to: 'runs/50/artifacts', says: artifact('reviewed', true) },
    ]);
    const { reviews, said } = await find('c');
    expect(reviews).toEqual([]);
    expect(said).toEqual(['pull request 5 has shown no plan of head5, or GitHub has it no more']);
  });

  test('of a commit that came by no pull request is nothing', async () => {
    fake.add('gh', [{ to: 'pulls', says: '[]' }]);
    const { reviews, said } = await find();
    expect([reviews, said]).toEqual([
      [],
      ['no pull request has brought what is deployed: nothing of it was reviewed'],
    ]);
  });
});
