import { Alarms } from '../../../cli/health/alarms';
import { parseHealthArguments } from '../../../cli/health/arguments';
import { unhealthyAlarmName } from '../../../constructs/alerts/unhealthy-alarm';
import { namingOf } from '../../../constructs/core/naming';
import { providerRole } from '../../../constructs/core/role-names';
import { Aws } from '../../../programs/aws';
import { environments, project } from '../../fixture/fixture';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const [environment] = environments;
const { account } = environment!.parameters;
const whole = unhealthyAlarmName(namingOf(project, environment!));

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const command = new Command('health');
const health = (...args: string[]) => command.run(args, { PATH: fake.folder, PLATFORM_ROLE: '' });

const keys = { AccessKeyId: 'AKIAOFTHEROLE', SecretAccessKey: 'a-secret-key', SessionToken: 'a-token' };
const rule = 'ALARM("one") OR ALARM("part")';
const composite = (StateValue: string) => ({
  to: `--alarm-names ${whole}`,
  says: { MetricAlarms: [], CompositeAlarms: [{ AlarmName: whole, StateValue, AlarmRule: rule }] },
});
const below = [
  {
    to: '--alarm-names one part',
    says: {
      MetricAlarms: [{ AlarmName: 'one', StateValue: 'OK', AlarmDescription: 'of one' }],
      CompositeAlarms: [{ AlarmName: 'part', StateValue: 'ALARM', AlarmRule: 'ALARM("two")' }],
    },
  },
  {
    to: '--alarm-names two',
    says: { MetricAlarms: [{ AlarmName: 'two', StateValue: 'ALARM', AlarmDescription: 'Look at the log' }] },
  },
];
const ofServices = (...MetricAlarms: object[]) => ({
  to: `--alarm-name-prefix ${environment!.name}-service- --state-value ALARM`,
  says: { MetricAlarms },
});
const assume = { to: 'assume-role', says: { Credentials: keys } };

describe('the command line', () => {
  test('names an environment, and watches for ten minutes unless told otherwise', () => {
    expect(parseHealthArguments(['dev'])).toEqual({ environment: 'dev', minutes: 10 });
    expect(parseHealthArguments(['dev', '--minutes', '0'])).toEqual({ environment: 'dev', minutes: 0 });
  });

  test.each([
    [[], 'got nothing; allowed: one environment'],
    [['dev', 'qa'], 'got dev qa; allowed: one environment'],
    [['dev', '--minutes', '51'], '--minutes: got "51"; allowed: 0 to 50'],
    [['dev', '--minutes', '-1'], '--minutes'],
    [['dev', '--minutes', '1.5'], '--minutes: got "1.5"; allowed: 0 to 50'],
    [['dev', '--minutes', ''], '--minutes: got ""; allowed: 0 to 50'],
    [['dev', '--hours', '1'], "Unknown option '--hours'"],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseHealthArguments(args)).toThrow(message);
    expect(() => parseHealthArguments(args)).toThrow('npm run health -- ENVIRONMENT');
  });
});

test('an alarm stops a deploy at once, and those behind it are named with what to do', async () => {
  fake.add('aws', [assume, composite('ALARM'), ...below]);
  const { code, stdout } = await health(environment!.name, '--minutes', '50');
  expect(code).toBe(1);
  expect(stdout).toBe(
    `**${environment!.name} is unhealthy**: ${whole} is in ALARM.\n\n- **two**: Look at the log\n`,
  );
});

test('one that goes off while it is watched is not waited out', async () => {
  fake.add('aws', [composite('OK'), composite('OK'), composite('ALARM')]);
  const aws = new Aws(project.region, { ...process.env, PATH: fake.folder });
  const { StateValue } = await new Alarms(aws).watch(whole, 600_000, 1);
  expect({ StateValue, looks: fake.calls().length }).toEqual({ StateValue: 'ALARM', looks: 3 });
});

test.each([
  ['OK', 'no critical alarm went off.'],
  ['INSUFFICIENT_DATA', `no critical alarm went off, though ${whole} says INSUFFICIENT_DATA.`],
])('an environment that is %s goes on', async (state, message) => {
  fake.add('aws', [assume, composite(state), ofServices()]);
  const { code, stdout } = await health(environment!.name, '--minutes', '0');
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${environment!.name}: ${message}\n` });
});

test('a service that logs what nobody counts is named after a deploy, which goes on', async () => {
  const unread = { AlarmName: 'dev-service-shop-log-unread', AlarmDescription: 'Warning: lines are no JSON' };
  fake.add('aws', [
    assume,
    composite('OK'),
    ofServices(
      { ...unread, StateValue: 'ALARM' },
      { AlarmName: 'dev-service-shop-restarts', StateValue: 'OK' },
    ),
  ]);
  const { code, stdout } = await health(environment!.name, '--minutes', '0');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `${environment!.name}: no critical alarm went off. These are on all the same:\n\n- **${unread.AlarmName}**: ${unread.AlarmDescription}\n`,
  });
});

test('it looks in the account of the environment, by the role that deploys there', async () => {
  fake.add('aws', [assume, composite('OK'), ofServices()]);
  await health(environment!.name, '--minutes', '0');
  const [first] = fake.calls();
  expect(first!.args).toContain(providerRole(project, account, {}));
});

test('keys of the role are shown nowhere', async () => {
  fake.add('aws', [assume, { to: 'describe-alarms', complains: 'AccessDenied', code: 254 }]);
  const { code, stdout, stderr } = await health(environment!.name, '--minutes', '0');
  expect(code).toBe(1);
  for (const key of Object.values(keys)) expect(`${stdout}${stderr}`).not.toContain(key);
});

test.each([
  [
    'expired keys',
    [{ to: 'assume-role', complains: 'ExpiredToken: it is expired', code: 254 }],
    'ExpiredToken',
  ],
  [
    'an environment that is not deployed',
    [assume, { to: 'describe-alarms', says: {} }],
    `There is no alarm ${whole}: the environment is not deployed`,
  ],
])('%s: the reason, and no trace', async (_, answers, message) => {
  fake.add('aws', answers);
  const { code, stderr } = await health(environment!.name, '--minutes', '0');
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('an unknown environment is refused with those that there are, before AWS is asked', async () => {
  fake.add('aws', []);
  const { code, stderr } = await health('nowhere');
  expect({ code, calls: fake.calls() }).toEqual({ code: 1, calls: [] });
  expect(stderr).toContain(`environment: got "nowhere"; allowed: ${environment!.name}, `);
});
