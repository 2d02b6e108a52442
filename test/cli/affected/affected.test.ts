import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAffectedArguments } from '../../../cli/affected/arguments';
import { affectedStacks, digests } from '../../../cli/affected/stacks';
import { capture } from '../../../programs/capture';
import { folder as fixture } from '../../fixture/fixture';
import { Command } from '../command';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'platform-affected-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  test('names the base', () => {
    expect(parseAffectedArguments(['--base', 'origin/main'])).toEqual({
      base: 'origin/main',
      form: 'json',
      note: undefined,
    });
    expect(parseAffectedArguments(['--base', 'x', '--text'])).toMatchObject({ base: 'x', form: 'text' });
  });

  test.each([
    [[], 'no --base'],
    [['--base', 'x', '--text', '--names'], 'allowed: one of them'],
    [['--base', 'x', 'dev'], "Unexpected argument 'dev'"],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseAffectedArguments(args)).toThrow(message);
    expect(() => parseAffectedArguments(args)).toThrow('npm run affected -- --base REF');
  });
});

describe('stacks as they were synthesized', () => {
  const synthesized = (name: string, stacks: Record<string, Record<string, string>>) => {
    for (const [stack, files] of Object.entries(stacks)) {
      mkdirSync(join(folder, name, 'stacks', stack), { recursive: true });
      for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(folder, name, 'stacks', stack, file), text);
      }
    }
    return digests(join(folder, name));
  };
  const compare = (before: object, now: object) =>
    affectedStacks(
      synthesized(`before-${Math.random()}`, { other: { 'cdk.tf.json': '{}' }, ...before }),
      synthesized(`now-${Math.random()}`, { other: { 'cdk.tf.json': '{}' }, ...now }),
    );

  test('the code of a function counts, though the JSON is the same', () => {
    const stack = (zip: string) => ({ one: { 'cdk.tf.json': '{}', 'function.zip': zip } });
    expect(compare(stack('a'), stack('b'))).toEqual({ stacks: ['one'], gone: [], of: 2 });
  });

  test('what CDKTF notes down for itself does not', () => {
    const stack = (version: string) => ({
      one: { 'cdk.tf.json': JSON.stringify({ '//': { metadata: { version } }, resource: {} }) },
    });
    expect(compare(stack('1'), stack('2')).stacks).toEqual([]);
  });

  test('a new one is affected, one that is gone is told apart, as it can not be planned', () => {
    const json = { 'cdk.tf.json': '{}' };
    expect(compare({ old: json }, { new: json })).toEqual({ stacks: ['new'], gone: ['old'], of: 2 });
  });
});

/** Stands in for the app: a stack for each file of `parts`, and a report when one says that it is broken. */
const APP = `
const { mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
for (const name of readdirSync('parts')) {
  const text = readFileSync('parts/' + name, 'utf8');
  if (text === 'broken') {
    console.error('parts/' + name + ' has 1 problem');
    process.exit(1);
  }
  mkdirSync(process.env.CDKTF_OUTDIR + '/stacks/' + name, { recursive: true });
  writeFileSync(process.env.CDKTF_OUTDIR + '/stacks/' + name + '/cdk.tf.json', JSON.stringify({ locals: { text } }));
}`;
const STACKS = ['account-dev', 'bootstrap', 'dev', 'dev-services', 'qa', 'qa-services'];

describe('a change', () => {
  const command = new Command('affected');
  const project = join(folder, 'project');
  const path = (file: string) => join(project, file);
  const git = async (...args: string[]) => {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@acme.example'];
    const { code, stderr } = await capture('git', [...who, ...args], { cwd: project });
    if (code !== 0) throw new Error(stderr);
  };
  const change = (stack: string, text: string) => writeFileSync(path(`parts/${stack}`), text);
  const commit = () => git('commit', '--quiet', '--all', '--message=change');
  const affected = (...args: string[]) => command.run(args, {}, project);
  const list = async () => JSON.parse((await affected('--base', 'main')).stdout);

  beforeAll(async () => {
    mkdirSync(path('parts'), { recursive: true });
    cpSync(join(fixture, 'environments'), path('environments'), { recursive: true });
    symlinkSync(resolve('node_modules'), path('node_modules'));
    for (const file of ['package-lock.json', '.terraform.lock.hcl', 'README.md'])
      writeFileSync(path(file), file);
    writeFileSync(path('app.js'), APP);
    for (const stack of STACKS) change(stack, 'as it is');
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '--all', '--', ':!node_modules');
    await commit();
  });
  beforeEach(() => git('checkout', '--quiet', '-B', 'change', 'main'));
  afterEach(() => git('reset', '--quiet', '--hard'));

  test('of documents affects nothing, and says so', async () => {
    writeFileSync(path('README.md'), 'Read me');
    const { stdout } = await affected('--base', 'main', '--names', '--note', path('note.md'));
    expect(stdout).toBe('\n');
    expect(readFileSync(path('note.md'), 'utf8')).toBe('This change affects none of the 6 stacks.\n');
  });

  test('affects the stacks that become others, before it is committed and after', async () => {
    change('dev-services', 'another');
    expect(await list()).toEqual(['dev-services']);
    await commit();
    change('qa', 'another');
    expect(await list()).toEqual(['dev-services', 'qa']);
  });

  test('of what only an administrator deploys is told, and not given to a workflow to plan', async () => {
    for (const stack of ['account-dev', 'bootstrap', 'dev']) change(stack, 'another');
    const { stdout } = await affected('--base', 'main', '--names', '--note', path('note.md'));
    expect(stdout).toBe('dev\n');
    expect(readFileSync(path('note.md'), 'utf8')).toContain(
      '**`account-dev`, `bootstrap`: planned and deployed by an administrator alone**, by `npm run plan -- account-dev bootstrap`.',
    );
  });

  test('that takes a stack away says that what it made stays', async () => {
    rmSync(path('parts/qa'));
    const { stdout, stderr } = await affected('--base', 'main', '--text');
    expect(stdout).toContain(
      '**`qa` will be gone from the code, and all that was made stays:** destroy it first.',
    );
    expect(stderr).toContain('qa will be gone from the code');
  });

  test('that went into the base meanwhile is not taken for one of ours', async () => {
    await git('checkout', '--quiet', '-B', 'theirs', 'main');
    change('dev', 'another');
    await commit();
    await git('checkout', '--quiet', 'change');
    expect(JSON.parse((await affected('--base', 'theirs')).stdout)).toEqual([]);
  });

  test.each(['package-lock.json', '.terraform.lock.hcl'])(
    'of %s affects all, as it says what plans them',
    async (file) => {
      writeFileSync(path(file), 'another');
      const { stdout, stderr } = await affected('--base', 'main');
      expect(JSON.parse(stdout)).toEqual(STACKS);
      expect(stderr).toBe(`affected: ${file} differs, so all stacks are affected\n`);
    },
  );

  test('that the app refuses is told as the app does', async () => {
    change('dev', 'broken');
    expect(await affected('--base', 'main')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'parts/dev has 1 problem\n',
    });
  });

  test('that mends a base which does not synthesize affects all, and says why', async () => {
    change('dev', 'broken');
    await commit();
    await git('branch', '--quiet', '--force', 'broken');
    change('dev', 'mended');
    const { code, stdout, stderr } = await affected('--base', 'broken');
    expect({ code, stacks: JSON.parse(stdout) }).toEqual({ code: 0, stacks: STACKS });
    expect(stderr).toContain(
      "where this parted from broken, can't be compared with, so all stacks are affected:",
    );
    expect(stderr).toContain('parts/dev has 1 problem');
  });

  test('against something that is not there is refused, and nothing is printed', async () => {
    const { code, stdout, stderr } = await affected('--base', 'nowhere');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('--base: got "nowhere"; allowed: a branch, tag or commit');
  });
});
