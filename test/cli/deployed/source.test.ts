import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSource } from '../../../cli/deployed/schema';
import { dirtyText, sourceText, workTree } from '../../../cli/deployed/source';

const folder = mkdtempSync(join(tmpdir(), 'source-'));
afterAll(() => rmSync(folder, { recursive: true }));
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

test('no repository, then one that is clean, then one that is not', async () => {
  expect(await workTree(folder)).toEqual({ changed: 0, files: [] });
  expect(dirtyText(await workTree(folder))).toBeUndefined();

  git('init', '--quiet');
  writeFileSync(join(folder, 'a'), '1');
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
  const commit = git('rev-parse', 'HEAD').trim();
  const clean = await workTree(folder);
  expect(clean).toEqual({ commit, changed: 0, files: [] });
  expect(dirtyText(clean)).toBeUndefined();
  expect(readSource(sourceText(clean))).toEqual({ commit, changed: 0 });

  writeFileSync(join(folder, 'a'), '2');
  expect(dirtyText(await workTree(folder))).toBe(
    `this deploys what no commit has: a differs from ${commit.slice(0, 12)}. It is recorded as that.`,
  );
  for (const name of ['b', 'c', 'd']) writeFileSync(join(folder, name), '');
  const dirty = await workTree(folder);
  expect(dirtyText(dirty)).toContain('a, b, c, 1 more differ from');
  expect(readSource(sourceText(dirty))).toEqual({ commit, changed: 4 });
});
