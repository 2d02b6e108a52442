import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePromoteArguments } from '../../../cli/promote/arguments';
import { Command } from '../command';

jest.setTimeout(60_000);

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const PINNED = `main-4b825dc@${DIGEST}`;

const command = new Command('promote');
const fileOf = (name: string) => join(command.project, 'environments', `${name}.json`);
const text = (name: string) => readFileSync(fileOf(name), 'utf8');
const before = new Map(['dev', 'qa', 'prod'].map((name) => [name, '']));

beforeAll(() => {
  for (const name of before.keys()) before.set(name, text(name));
});
afterEach(() => {
  for (const [name, content] of before) writeFileSync(fileOf(name), content);
});

test('one digest goes from dev to qa to prod, and every other byte of the files stays', async () => {
  const changed = (name: string, from: string, to: string) =>
    expect(text(name)).toBe(before.get(name)!.replace(from, to));
  const first = await command.run(['report', PINNED, 'dev']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain(
    `environments/dev.json: services.report.version is ${PINNED}, was 2.1.0\nThen: a pull request`,
  );
  changed('dev', '"report": { "version": "2.1.0"', `"report": { "version": "${PINNED}"`);
  await command.run(['report', 'dev', 'qa']);
  changed('qa', '"report": { "version": "2.1.0"', `"report": { "version": "${PINNED}"`);
  const last = await command.run(['report', 'qa', 'prod', '--json']);
  expect(JSON.parse(last.stdout)).toEqual({
    service: 'report',
    from: 'qa',
    to: 'prod',
    file: 'environments/prod.json',
    before: '2.0.4',
    after: PINNED,
    changed: true,
  });
  changed('prod', '"report": { "version": "2.0.4"', `"report": { "version": "${PINNED}"`);
});

test('the commit of a release goes along, and what is there already changes nothing', async () => {
  await command.run(['storefront', 'qa', 'prod']);
  const { version, commit } = JSON.parse(text('prod')).services.storefront;
  const { storefront } = JSON.parse(before.get('qa')!).services;
  expect({ version, commit }).toEqual({ version: storefront.version, commit: storefront.commit });
  const again = await command.run(['storefront', 'qa', 'prod']);
  expect(again.stdout).toBe(
    `environments/prod.json: storefront is ${version} already, nothing has changed\n`,
  );
});

test('a version without a digest is taken, and told', async () => {
  const { stdout } = await command.run(['report', '2.2.0', 'dev']);
  expect(stdout).toContain('2.2.0 names no digest');
});

test.each([
  [
    ['report', 'dev', 'prod'],
    'environments/prod.json: prod is promoted from qa, got "dev"; allowed: npm run promote -- report qa prod',
  ],
  [
    ['report', 'de', 'qa'],
    'environments/qa.json: qa is promoted from dev, got "de", did you mean "dev"?; allowed: npm run promote -- report dev qa',
  ],
  [['report', PINNED, 'qa'], `qa is promoted from dev, got "${PINNED}"; allowed: npm run promote`],
  [
    ['report', 'qa', 'dev'],
    'environments/dev.json: dev is promoted from no environment, got "qa"; allowed: a release',
  ],
  [['report', 'latest', 'dev'], 'dev is promoted from no environment, got "latest"; allowed: a release'],
  [['reprt', 'dev', 'qa'], 'service: got "reprt", did you mean "report"?'],
  [['report', 'dev', 'qaa'], 'environment: got "qaa", did you mean "qa"?'],
  [
    ['catalog', 'dev', 'qa'],
    'environments/qa.json: services.catalog: got several versions in qa: 1.8.3 (90 %), faster-search-4b825dc (10 %); allowed: one version',
  ],
])('fails for %j, and changes nothing', async (args, message) => {
  const { code, stdout, stderr } = await command.run(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(message);
  for (const [name, content] of before) expect(text(name)).toBe(content);
});

test('fails for too few and too many names, and helps', () => {
  expect(() => parsePromoteArguments(['report', 'dev'])).toThrow('got report dev; allowed: a service');
  expect(() => parsePromoteArguments(['report', 'dev', 'qa', 'prod'])).toThrow('got report dev qa prod');
  expect(parsePromoteArguments(['--help'])).toBeUndefined();
});

test('a service that is absent on either side is refused with the reason', async () => {
  const parameters = JSON.parse(before.get('dev')!);
  parameters.services.report = { absent: "no customer's data in dev" };
  writeFileSync(fileOf('dev'), JSON.stringify(parameters, undefined, 2));
  const why = 'report does not run in dev: no customer\'s data in dev (environments/dev.json, "absent")';
  for (const args of [
    ['report', 'dev', 'qa'],
    ['report', '2.2.0', 'dev'],
  ]) {
    const { code, stderr } = await command.run(args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
  }
});
