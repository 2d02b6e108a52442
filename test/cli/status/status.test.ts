import { parseStatusArguments } from '../../../cli/status/arguments';
import { unhealthyAlarmName } from '../../../constructs/alerts/unhealthy-alarm';
import { namingOf } from '../../../constructs/core/naming';
import { environments, project } from '../../fixture/fixture';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const [environment] = environments;
const { name } = environment!;
const naming = namingOf(project, environment!);
const alarm = unhealthyAlarmName(naming);
const folder = `/${naming.platform}/${name}`;

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const command = new Command('status');
const status = (...args: string[]) => command.run(args, { PATH: fake.folder, PLATFORM_ROLE: '' });

const deployed = {
  commit: 'f'.repeat(40),
  changed: 0,
  at: '2026-11-24T09:00:00.000Z',
  by: 'arn:aws:sts::1:assumed-role/acme-deploy/ann',
  reviewed: true,
  services: { shop: ['1.0.0'] },
};

function answers(StateValue: string, stacks: object): void {
  fake.add('git', [{ to: 'rev-list', says: '4' }]);
  fake.add('aws', [
    {
      to: 'assume-role',
      says: { Credentials: { AccessKeyId: 'A', SecretAccessKey: 'B', SessionToken: 'C' } },
    },
    {
      to: `get-parameters-by-path --path ${folder}/deployed`,
      says: {
        Parameters: Object.entries(stacks).map(([stack, value]) => ({
          Name: `${folder}/deployed/${stack}`,
          Value: JSON.stringify(value),
        })),
      },
    },
    { to: `--name ${folder}/drift`, complains: 'ParameterNotFound', code: 254 },
    {
      to: `--alarm-names ${alarm}`,
      says: { MetricAlarms: [], CompositeAlarms: [{ AlarmName: alarm, StateValue }] },
    },
  ]);
}

test('shows what runs, and how far it is behind', async () => {
  answers('OK', { [name]: deployed, [`${name}-services`]: deployed });
  const { code, stdout } = await status(name, '--json');
  expect(JSON.parse(stdout)).toEqual({
    environment: name,
    stacks: [
      { stack: name, ...deployed, behind: 4 },
      { stack: `${name}-services`, ...deployed, behind: 4 },
    ],
    health: 'OK',
    alarms: [],
  });
  expect(code).toBe(0);
});

test('shows a deploy that has not succeeded, with what ran before', async () => {
  const { services: _, ...attempt } = { ...deployed, at: '2026-11-25T09:00:00.000Z' };
  answers('OK', { [name]: { ...deployed, attempt }, [`${name}-services`]: deployed });
  const { code, stdout } = await status(name, '--json');
  expect(JSON.parse(stdout).stacks[0]).toEqual({ stack: name, ...deployed, behind: 4, attempt });
  expect(code).toBe(2);
});

test('ends with 2 where there is something to look at', async () => {
  answers('ALARM', { [name]: deployed });
  const { code, stdout } = await status(name);
  expect(stdout).toMatch(`## ${name}: it is unhealthy\n`);
  expect(code).toBe(2);
});

test('says so where nothing is recorded', async () => {
  answers('OK', {});
  const { code, stdout } = await status(name);
  expect(stdout).toMatch(`## ${name}: no deploy is recorded\n`);
  expect(code).toBe(2);
});

test('a record of somebody else is an error, in a sentence', async () => {
  answers('OK', { [name]: { commit: 1 } });
  const { code, stderr } = await status(name);
  expect(stderr).toBe(
    `${folder}/deployed/${name} is not what a deploy writes: the next one writes it anew\n`,
  );
  expect(code).toBe(1);
});

test.each([
  [[], 'got nothing; allowed: one environment'],
  [['dev', 'qa'], 'got dev qa; allowed: one environment'],
])('%j is refused', (args, message) => {
  expect(() => parseStatusArguments(args)).toThrow(message);
});

test('asks for the certificates of domains where there are some', async () => {
  const other = environments.find(({ parameters }) => Object.keys(parameters.entrance.domains).length > 0)!;
  const certificate = (DomainName: string, InUseBy: string[]) => ({
    Certificate: { DomainName, Status: 'ISSUED', InUseBy },
  });
  fake.add('git', [{ to: 'rev-list', says: '4' }]);
  fake.add('aws', [
    {
      to: 'assume-role',
      says: { Credentials: { AccessKeyId: 'A', SecretAccessKey: 'B', SessionToken: 'C' } },
    },
    { to: 'get-parameters-by-path', says: { Parameters: [] } },
    { to: 'get-parameter ', complains: 'ParameterNotFound', code: 254 },
    { to: 'describe-alarms', says: { MetricAlarms: [], CompositeAlarms: [] } },
    {
      to: 'get-resources',
      says: { ResourceTagMappingList: [{ ResourceARN: 'one' }, { ResourceARN: 'two' }] },
    },
    { to: '--certificate-arn one', says: certificate('shop.example', ['arn:lb']) },
    { to: '--certificate-arn two', says: certificate('www.shop.example', []) },
  ]);
  const { stdout, stderr } = await status(other.name, '--json');
  expect([stderr, JSON.parse(stdout).waiting]).toEqual(['', ['www.shop.example', 'shop.partner.example']]);
});
