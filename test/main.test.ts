import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProject } from './fixture/project';
import { valid, withFiles } from './parameters/files';

const output = mkdtempSync(join(tmpdir(), 'main-'));
const project = join(output, 'project');
beforeAll(() => makeProject(project));
afterAll(() => rmSync(output, { recursive: true }));

/** Runs the app as cdktf does. */
function run(environments: string, outdir: string, cwd = project) {
  const env = { ...process.env, PLATFORM_ENVIRONMENTS: environments, CDKTF_OUTDIR: outdir };
  return spawnSync(process.execPath, ['app.js'], { cwd, env, encoding: 'utf8' });
}

test('makes the stacks of each parameter file, beside the bootstrap', () => {
  const outdir = join(output, 'first');
  expect(run('environments', outdir)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(outdir, 'stacks')).sort()).toEqual([
    ...['dev', 'prod', 'qa'].map((name) => `account-${name}`),
    'backups',
    'bootstrap',
    ...['dev', 'prod', 'qa'].flatMap((name) => [name, `${name}-services`]),
  ]);
});

test('a second run makes the same files, so that a plan without a change is empty', () => {
  run('environments', join(output, 'second'));
  const stacks = (attempt: string) =>
    readdirSync(join(output, attempt, 'stacks')).map((name) => [
      name,
      readFileSync(join(output, attempt, 'stacks', name, 'cdk.tf.json'), 'utf8'),
    ]);
  expect(stacks('second')).toEqual(stacks('first'));
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

test('fails on mistakes of declarations and of parameter files with one report alone', () => {
  const spoilt = join(output, 'spoilt');
  makeProject(spoilt);
  const catalog = readFileSync(join(spoilt, 'services', 'catalog.ts'), 'utf8');
  writeFileSync(join(spoilt, 'services', 'catalog.ts'), catalog.replace("'products'", "'product'"));
  const services = { ...valid().services, catalog: {} };
  withFiles({ 'dev.json': valid({ services }) }, (directory) => {
    const { status, stdout, stderr } = run(directory, join(output, 'none'), spoilt);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const [declaration, product, parameters, version, ...rest] = stderr.split('\n');
    expect(declaration).toBe('services/catalog.ts has 1 problem:');
    expect(product).toMatch(
      /^ {2}\d+:\d+ {2}bind\.0: got "product", which is not declared, did you mean "products"\?; allowed: orders, /,
    );
    expect(parameters).toBe(`${join(directory, 'dev.json')} has 1 problem:`);
    expect(version).toMatch(
      /^ {2}\d+:\d+ {2}services\.catalog: got neither version nor versions; allowed: one of them/,
    );
    expect(rest).toEqual(['']);
  });
});

test('shows the faults of platform.json, of the environments, of previews and of unlisted services at once', () => {
  const many = join(output, 'many');
  makeProject(many);
  const platform = JSON.parse(readFileSync(join(many, 'platform.json'), 'utf8'));
  writeFileSync(join(many, 'platform.json'), JSON.stringify({ ...platform, toolingAccount: 999999999999 }));
  writeFileSync(join(many, 'services', 'payments.ts'), 'export const payments: Service = {};\n');
  const files = { 'dev.json': valid({ account: 'mine' }), 'preview.json': { within: 'dev', most: 'many' } };
  withFiles(files, (directory) => {
    const { status, stdout, stderr } = run(directory, join(output, 'none'), many);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split('\n').filter((line) => line.endsWith(':'))).toEqual([
      'platform.json has 1 problem:',
      `${join(directory, 'dev.json')} has 1 problem:`,
      `${join(directory, 'preview.json')} has 1 problem:`,
      'services/payments.ts has 1 problem:',
    ]);
    expect(stderr).toContain(
      'got 999999999999, did you mean "999999999999"?; allowed: an account id of 12 digits, in quotes',
    );
  });
});

test('fails on a directory of parameter files that is not there', () => {
  const { status, stderr } = run(join(output, 'nowhere'), join(output, 'none'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^.*nowhere has 1 problem:\n {2}got no parameter files; allowed: a directory .*\n$/);
});
