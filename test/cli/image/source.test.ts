import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSource, tagOf } from '../../../cli/image/source';
import { VERSION } from '../../../parameters/version';
import { folder } from '../../local/temporary';

const COMMIT = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

test.each([
  [[], 'main', undefined, 'main-4b825dc642cb'],
  [[], 'Feature/Faster_Search!', undefined, 'feature-faster_search--4b825dc642cb'],
  [[], undefined, 'dependabot/npm/x', 'dependabot-npm-x-4b825dc642cb'],
  [[], 'x'.repeat(200), undefined, `${'x'.repeat(115)}-4b825dc642cb`],
  [['v1.4.2', 'v1.10.0', 'deployed'], 'main', undefined, '1.10.0'],
  [['1.4.2-rc.1'], 'main', undefined, '1.4.2-rc.1'],
])('with the tags %j of git, on branch %s or %s, the image is %s', (tags, branch, named, tag) => {
  expect(tagOf({ tags, branch, commit: COMMIT }, named)).toBe(tag);
  expect(tag).toMatch(VERSION);
});

test('fails on a commit without a branch, and on a branch that names nothing', () => {
  expect(() => tagOf({ tags: [], commit: COMMIT })).toThrow(
    'No branch is checked out: got a commit alone; allowed: --branch NAME beside it',
  );
  expect(() => tagOf({ tags: [], commit: COMMIT }, '///')).toThrow(
    '--branch: got "///"; allowed: a name with a letter',
  );
});

describe('a folder', () => {
  const git = (at: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@acme.example', ...args], { cwd: at });
  const repository = (files: Record<string, string>) => {
    const made = folder(files);
    git(made, 'init', '--quiet', '--initial-branch', 'main');
    git(made, 'add', '--all');
    git(made, 'commit', '--quiet', '--message', 'First');
    return made;
  };

  test('is called after its commit', async () => {
    const made = repository({ Dockerfile: 'FROM scratch' });
    const { commit, tag, date } = await findSource('hello', made, undefined);
    expect(tag).toBe(`main-${commit.slice(0, 12)}`);
    expect(date).toBeGreaterThan(0);
  });

  test('fails with changes that no commit has, and not with those of another folder', async () => {
    const made = repository({ 'app/Dockerfile': 'FROM scratch', 'other/a': '' });
    writeFileSync(join(made, 'other/a'), 'changed');
    await expect(findSource('hello', join(made, 'app'), undefined)).resolves.toBeDefined();
    writeFileSync(join(made, 'app/new'), '');
    await expect(findSource('hello', join(made, 'app'), undefined)).rejects.toThrow(
      'got changes that no commit has: app/new; allowed: none, as the image is called after the commit',
    );
  });

  test('fails without a Dockerfile, and without a commit', async () => {
    await expect(findSource('hello', undefined, undefined)).rejects.toThrow(
      'examples/hello: got no Dockerfile; allowed: a folder with one. Name the folder: npm run image -- build hello=FOLDER',
    );
    const bare = folder({ Dockerfile: 'FROM scratch' });
    await expect(findSource('hello', bare, undefined)).rejects.toThrow(
      'got no commit, which the image would be called after; allowed: a folder of a git repository',
    );
  });
});
