import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { valid, withFiles } from './parameters/files';

const output = mkdtempSync(join(tmpdir(), 'main-'));
afterAll(() => rmSync(output, { recursive: true }));

/** Runs the app as cdktf does. */
function run(environments: string, outdir: string, cwd = '.') {
  const env = { ...process.env, PLATFORM_ENVIRONMENTS: environments, CDKTF_OUTDIR: outdir };
  return spawnSync(process.execPath, ['app.js'], { cwd, env, encoding: 'utf8' });
}

test('makes the stacks of each parameter file, beside the bootstrap', () => {
  const outdir = join(output, 'good');
  expect(run('environments', outdir)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(outdir, 'stacks')).sort()).toEqual([
    ...['dev', 'prod', 'qa'].map((name) => `account-${name}`),
    'bootstrap',
    ...['dev', 'prod', 'qa'].flatMap((name) => [name, `${name}-services`]),
  ]);
});

test('two runs make the same files, so that a plan without a change is empty', () => {
  const stacks = (attempt: string) => {
    const outdir = join(output, attempt);
    run('environments', outdir);
    return ['prod', 'prod-services'].map((name) =>
      readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'),
    );
  };
  expect(stacks('first')).toEqual(stacks('second'));
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

/** What the app is made of, for a team to spoil. */
const SOURCES = [
  'app.js',
  'main.ts',
  'package.json',
  'platform.json',
  'cli',
  'constructs',
  'declarations',
  'environments',
  'parameters',
  'problems',
  'programs',
  'services',
  'stacks',
];

test('fails on mistakes of declarations and of parameter files with one report alone', () => {
  const project = join(output, 'project');
  for (const source of SOURCES) cpSync(source, join(project, source), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  const catalog = readFileSync('services/catalog.ts', 'utf8');
  writeFileSync(join(project, 'services', 'catalog.ts'), catalog.replace("'products'", "'product'"));
  const services = { ...valid().services, catalog: {} };
  withFiles({ 'dev.json': valid({ services }) }, (directory) => {
    const { status, stdout, stderr } = run(directory, join(output, 'spoilt'), project);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const [declaration, product, parameters, version, ...rest] = stderr.split('\n');
    expect(declaration).toBe('services/catalog.ts has 1 problem:');
    expect(product).toMatch(
      /^ {2}bind\.0: got "product", which is not declared, did you mean "products"\?; allowed: orders, /,
    );
    expect(parameters).toBe(`${join(directory, 'dev.json')} has 1 problem:`);
    expect(version).toMatch(
      /^ {2}\d+:\d+ {2}services\.catalog: got neither version nor versions; allowed: one of them/,
    );
    expect(rest).toEqual(['']);
  });
});

test('shows the faults of platform.json, of the environments, of previews and of unlisted services at once', () => {
  const project = join(output, 'many');
  for (const source of SOURCES) cpSync(source, join(project, source), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  const platform = JSON.parse(readFileSync('platform.json', 'utf8'));
  writeFileSync(
    join(project, 'platform.json'),
    JSON.stringify({ ...platform, toolingAccount: 999999999999 }),
  );
  writeFileSync(join(project, 'services', 'payments.ts'), 'export const payments: Service = {};\n');
  const files = { 'dev.json': valid({ account: 'mine' }), 'preview.json': { within: 'dev', most: 'many' } };
  withFiles(files, (directory) => {
    const { status, stdout, stderr } = run(directory, join(output, 'none'), project);
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
