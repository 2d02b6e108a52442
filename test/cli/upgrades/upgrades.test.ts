import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { edited } from '../../../cli/edit-parameters';
import { parseUpgradesArguments } from '../../../cli/upgrades/arguments';
import { inOrder, upgradesOf } from '../../../cli/upgrades/environment-upgrades';
import { findStep } from '../../../cli/upgrades/find-step';
import { CATALOGUE_OFFER } from '../../../cli/upgrades/offer';
import { report } from '../../../cli/upgrades/report';
import { oldLists, shared } from '../../../cli/upgrades/shared';
import type { Environment } from '../../../parameters/environment';
import { declared, environments, project } from '../../fixture/fixture';
import { makeProject } from '../../fixture/project';
import { folder } from '../../local/temporary';
import { environment, valid } from '../../parameters/files';

jest.setTimeout(60_000);

const of = (one: Environment, before?: Environment) =>
  upgradesOf(one, declared, project, CATALOGUE_OFFER, before);
const thing = (one: Environment, id: string, before?: Environment) =>
  of(one, before).things.find((other) => other.id === id)!;
const ids = (one: Environment, id: string) => thing(one, id).steps.map((step) => step.id);
const [dev, prod, qa] = environments as [Environment, Environment, Environment];

describe('where a version can go:', () => {
  test('PostgreSQL to the newest of each major that is no older than it, with a snapshot first for a major', () => {
    const older = environment('dev', valid());
    const { databases } = valid();
    const behind = environment(
      'dev',
      valid({ databases: { ...databases, orders: { ...databases.orders, version: '16.9' } } }),
    );
    expect(ids(behind, 'databases.orders')).toEqual([
      'databases.orders=16.14',
      'databases.orders=17.10',
      'databases.orders=18.4',
    ]);
    const [minor, major] = thing(behind, 'databases.orders').steps;
    expect(minor!.before).toBeUndefined();
    expect(major!.before).toBe(
      'aws rds create-db-snapshot --db-instance-identifier dev-orders --db-snapshot-identifier dev-orders-before-postgres-17-10 && aws rds wait db-snapshot-available --db-snapshot-identifier dev-orders-before-postgres-17-10',
    );
    expect(thing(older, 'databases.products').steps).toEqual([]);
  });

  test('Redis to Valkey, with the engine in the file, and no further', () => {
    expect(ids(dev, 'caches.sessions')).toEqual([
      'caches.sessions=valkey-7.2',
      'caches.sessions=valkey-8.2',
      'caches.sessions=valkey-9.1',
    ]);
    const step = findStep(of(dev), 'caches.sessions=valkey-8.2');
    expect(step.edits).toEqual([
      [['caches', 'sessions', 'engine'], 'valkey'],
      [['caches', 'sessions', 'version'], '8.2'],
    ]);
    expect(step.before).toContain('aws elasticache create-snapshot --replication-group-id dev-sessions');
  });

  test('Kubernetes by one minor, and the add-ons that have no version for it go with it', () => {
    const addons = { observability: 'v6.3.0-eksbuild.1' };
    const behind = environment('dev', valid({ cluster: { version: '1.35', addons } }));
    const [step, ...others] = thing(behind, 'kubernetes').steps;
    expect(step).toMatchObject({
      id: 'kubernetes=1.36',
      edits: [
        [['cluster', 'version'], '1.36'],
        [['cluster', 'addons', 'observability'], 'v6.6.0-eksbuild.1'],
      ],
      back: expect.stringContaining('seven days'),
    });
    expect(others).toEqual([]);
    expect(ids(behind, 'addons.observability')).toEqual(['addons.observability=v6.6.0-eksbuild.1']);
  });

  test('every version that has a step is one that its parameter file may have', () => {
    for (const one of environments) {
      for (const { all } of of(one).things) {
        for (const step of all) {
          const { promotedFrom: _, ...file } = JSON.parse(edited(one.document.text, step.edits));
          expect([step.id, environment(one.name, file).name]).toEqual([step.id, one.name]);
        }
      }
    }
  });
});

test('what loses its support first comes first, with what AWS does then', () => {
  const things = of(dev).things;
  expect(things.slice(0, 3).map(({ id, ends }) => `${id} ${ends}`)).toEqual([
    'kubernetes 2027-08-02',
    'databases.products 2029-07-31',
    'databases.orders 2030-02-28',
  ]);
  expect(things[2]!.afterwards).toBe('RDS takes it to major 18 by itself');
});

test('a database that was restored is the server in use', () => {
  const { databases } = valid();
  const server = { name: 'b', restored: { snapshot: 's' }, old: [] };
  const restored = environment(
    'dev',
    valid({ databases: { ...databases, orders: { ...databases.orders, server } } }),
  );
  const { before } = findStep(of(restored), 'databases.orders=18.4');
  expect(before).toContain(
    '--db-instance-identifier dev-orders-b --db-snapshot-identifier dev-orders-b-before-postgres-18-4',
  );
});

test('environments come in the order of promotion, and one waits for that before it', () => {
  expect(inOrder(environments).map(({ name }) => name)).toEqual(['dev', 'qa', 'prod']);
  expect(() => findStep(of(qa, dev), 'databases.orders=18.4')).toThrow(
    '--write: got databases.orders=18.4 for qa; allowed once dev has it, which qa is promoted from',
  );
  const { document, ...ahead } = dev;
  const databases = { ...dev.parameters.databases };
  databases.orders = { ...databases.orders!, version: '18.4' };
  const first = { ...ahead, document, parameters: { ...dev.parameters, databases } };
  expect(findStep(of(qa, first), 'databases.orders=18.4').waitsFor).toBeUndefined();
  expect(thing(prod, 'databases.orders', qa).steps[0]!.waitsFor).toBe('qa');
});

test('a step that is none is refused with those that there are', () => {
  expect(() => findStep(of(dev), 'databases.orders=18.1')).toThrow(
    '--write: got "databases.orders=18.1", did you mean "databases.orders=18.4"?; allowed in dev: ',
  );
});

test('the report names the source with its day, what comes before a step, and how to write it', () => {
  const text = report([of(dev), of(qa, dev)], shared(), []);
  expect(text).toContain('By parameters/catalogue, as of 2026-08-19.');
  expect(text).toContain('Before it: `aws rds create-db-snapshot --db-instance-identifier dev-orders');
  expect(text).toContain('`npm run upgrades -- dev --write databases.orders=18.4`');
  expect(text).toContain('`databases.orders=18.4`, once dev runs it: ');
  expect(text).toMatch(/\| AWS provider \| 5\.\d+\.\d+ \|/);
  expect(text).toMatch(/\| Kubernetes provider \| 3\.\d+\.\d+ \|/);
});

test('lists that nobody has renewed for half a year are said to be old', () => {
  expect(oldLists('2026-11-29')).toEqual([]);
  expect(oldLists('2027-03-17')).toContain(
    'parameters/catalogue/kubernetes.json is of 2026-08-22: renew it (npm run catalogue), or ask AWS (--aws)',
  );
});

test('a step changes its own values alone, and leaves the rest of the text as it was', () => {
  const text =
    '{\n  "caches": {\n    "sessions": { "version": "7.1", "nodes": 2 }\n  },\n  "owner": "a"\n}\n';
  const after = edited(text, [
    [['caches', 'sessions', 'engine'], 'valkey'],
    [['caches', 'sessions', 'version'], '8.2'],
  ]);
  expect(JSON.parse(after)).toEqual({
    caches: { sessions: { engine: 'valkey', version: '8.2', nodes: 2 } },
    owner: 'a',
  });
  expect(after.split('\n').at(-3)).toBe('  "owner": "a"');
  expect(edited(text, [[['caches', 'sessions', 'version'], '8.2']])).toBe(text.replace('7.1', '8.2'));
});

test('--write takes one environment', () => {
  expect(() => parseUpgradesArguments(['--write', 'a=1'])).toThrow('got no environment; allowed: one');
  expect(() => parseUpgradesArguments(['dev', 'qa', '--write', 'a=1'])).toThrow('got dev qa; allowed: one');
});

test('the command writes the change of a pull request, and leaves a file alone that it would spoil', async () => {
  const directory = folder();
  makeProject(directory);
  const run = (...args: string[]) =>
    promisify(execFile)('node', ['run.js', 'cli/upgrades/upgrades.ts', ...args], { cwd: directory });
  const file = join(directory, 'environments', 'dev.json');
  const before = readFileSync(file, 'utf8');
  const { stdout } = await run('dev', '--write', 'databases.orders=18.4');
  expect(stdout).toContain(
    'environments/dev.json: databases.orders.version is 18.4\nBefore the deploy: aws rds',
  );
  expect(readFileSync(file, 'utf8')).toBe(before.replace('17.10', '18.4'));

  const spoiled = before.replace('"17.10"', '"17.9"');
  writeFileSync(file, spoiled);
  // qa is promoted from dev and runs 17.10: the file was wrong before, and is as wrong.
  await expect(run('dev', '--write', 'databases.orders=18.4')).rejects.toMatchObject({
    stderr: expect.stringContaining('databases.orders.version: got "17.10"; allowed: at most "17.9"'),
  });
  expect(readFileSync(file, 'utf8')).toBe(spoiled);
});

test("the runbook's example is what the command says", () => {
  const page = readFileSync('docs/runbooks/upgrades.md', 'utf8');
  const example = report([of(dev)], [], [])
    .split('\n\n## All environments')[0]!
    .replace('## dev\n\n', '');
  // To renew it, put this in its place.
  expect(page.split('## An example\n')[1]).toContain(`\n${example}\n`);
});
