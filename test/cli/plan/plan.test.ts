import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'plan-first-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('tells of a wrong approval before it makes stacks or plans them, which takes minutes', () => {
  mkdirSync(join(folder, 'approvals'));
  writeFileSync(join(folder, 'approvals/dev.json'), '{ "resource": "dev:a.b", "rule": "data-deleted" }');
  // There is no project here: whatever came after the check would fail for another reason.
  const command = ['--import', require.resolve('tsx'), resolve('cli/plan/plan.ts'), 'dev', '--out', 'out'];
  const { status, stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  expect(stdout).toBe(`## Failed: an approval is wrong

Nothing was planned.

### Wrong approvals
- approvals/dev.json:1:1 finding: got nothing; allowed: What was found: the 12 characters that the report of npm run plan proposes
- approvals/dev.json:1:1 reason: got nothing; allowed: Why this is right, for whoever reviews it; at least 10 characters
- approvals/dev.json:1:1 expires: got nothing; allowed: a day such as 2026-12-01, at most 30 days ahead
`);
  expect(status).toBe(1);
});

test.each([
  ['approvals/dev.json', ', which is there already'],
  ['dev.json', ''],
  ['approvals/dev.yaml', ''],
  ['approvals/../platform.json', ''],
])('writes approvals to a new file of theirs alone, and not to %s', (file, why) => {
  const command = ['--import', require.resolve('tsx'), resolve('cli/plan/plan.ts'), 'dev', '--approve', file];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  expect(stderr).toContain(`--approve: got "${file}"${why}; allowed: a new file such as approvals/dev.json`);
  expect(status).toBe(1);
});
