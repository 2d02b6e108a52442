import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { valid, withFiles } from './environments/files';

const output = mkdtempSync(join(tmpdir(), 'main-'));
afterAll(() => rmSync(output, { recursive: true }));

/** Runs the app as cdktf does. */
function run(environments: string, outdir: string) {
  const env = { ...process.env, PLATFORM_ENVIRONMENTS: environments, CDKTF_OUTDIR: outdir };
  return spawnSync(process.execPath, ['app.js'], { env, encoding: 'utf8' });
}

test('makes one stack for each parameter file, beside the bootstrap', () => {
  const outdir = join(output, 'good');
  expect(run('environments', outdir)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(outdir, 'stacks')).sort()).toEqual(['bootstrap', 'dev', 'prod', 'qa']);
});

test('two runs make the same files, so that a plan without a change is empty', () => {
  const stack = (name: string) => {
    const outdir = join(output, name);
    run('environments', outdir);
    return readFileSync(join(outdir, 'stacks', 'prod', 'cdk.tf.json'), 'utf8');
  };
  expect(stack('first')).toBe(stack('second'));
});

test('fails on a mistake with a report alone, and writes nothing', () => {
  const outdir = join(output, 'bad');
  withFiles({ 'dev.json': valid({ account: 'mine', speed: 'fast' }) }, (directory) => {
    const { status, stdout, stderr } = run(directory, outdir);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const [title, account, speed, ...rest] = stderr.split('\n');
    expect(title).toBe(`${join(directory, 'dev.json')} has 2 problems:`);
    expect(account).toBe('  2:3  account: got "mine"; allowed: an account id of 12 digits');
    expect(speed).toMatch(/^ {2}\d+:3 {2}speed: got an unknown key; allowed: account, owner, /);
    expect(rest).toEqual(['']);
  });
  expect(existsSync(outdir)).toBe(false);
});

test('fails on a directory of parameter files that is not there', () => {
  const { status, stderr } = run(join(output, 'nowhere'), join(output, 'none'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^.*nowhere has 1 problem:\n {2}got no parameter files; allowed: a directory .*\n$/);
});
