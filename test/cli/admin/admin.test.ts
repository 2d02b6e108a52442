import { parseAdminArguments } from '../../../cli/admin/arguments';
import { declared, environments } from '../../fixture/fixture';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const [environment] = environments;
const [service, { group }] = Object.entries(declared.services)[0]!;

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

/** The command itself, with no programs but the fake ones. */
const command = new Command('admin');
const admin = (...args: string[]) => command.run(args, { PATH: fake.folder });

describe('the command line', () => {
  test('names environment, service and a command, which keeps its options and spaces', () => {
    expect(parseAdminArguments(['dev', 'shop', '--', 'bin/x', '--minutes', 'a b', '--'])).toEqual({
      environment: 'dev',
      service: 'shop',
      minutes: undefined,
      command: ['bin/x', '--minutes', 'a b', '--'],
    });
  });

  test('may say how long the command has', () => {
    expect(parseAdminArguments(['dev', 'shop', '--minutes', '90', '--', 'x'])?.minutes).toBe(90);
  });

  test.each([
    [[], 'got nothing; allowed: an environment and a service'],
    [['dev', '--', 'x'], 'got dev; allowed: an environment and a service'],
    [['dev', 'shop', 'x', '--', 'x'], 'got dev shop x; allowed: an environment and a service'],
    [['dev', 'shop'], 'no command: write it after --'],
    [['dev', 'shop', '--'], 'no command: write it after --'],
    [['dev', 'shop', '--minutes', '0', '--', 'x'], '--minutes: got "0"; allowed: 1 to 1440'],
    [['dev', 'shop', '--minutes', '1441', '--', 'x'], '--minutes: got "1441"; allowed: 1 to 1440'],
    [['dev', 'shop', '--minutes', 'ten', '--', 'x'], '--minutes: got "ten"; allowed: 1 to 1440'],
    [['dev', 'shop', '--hours', '1', '--', 'x'], "Unknown option '--hours'"],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseAdminArguments(args)).toThrow(message);
    expect(() => parseAdminArguments(args)).toThrow('npm run admin -- ENVIRONMENT SERVICE');
  });

  test('shows help', () => {
    expect(parseAdminArguments(['--help'])).toBeUndefined();
  });
});

test('runs a command, shows its output on stdout alone, and ends with its code', async () => {
  fake.add('kubectl', [
    { to: 'get-contexts' },
    { to: 'whoami', says: { status: { userInfo: { username: 'ops' } } } },
    { to: '--from', says: { metadata: {}, spec: { template: { spec: { containers: [{}] } } } } },
    { to: 'create --filename' },
    { to: 'get job', says: {} },
    { to: 'logs', says: 'three users\n' },
    {
      to: 'get pods',
      says: {
        items: [
          {
            metadata: { name: 'p' },
            status: { containerStatuses: [{ state: { terminated: { exitCode: 7 } } }] },
          },
        ],
      },
    },
  ]);
  const { code, stdout, stderr } = await admin(environment!.name, service, '--', 'bin/users', 'list');
  expect({ code, stdout }).toEqual({ code: 7, stdout: 'three users\n' });
  expect(stderr).toMatch(
    new RegExp(`^admin: ${service}-admin-\\w+ in ${group} of ${environment!.name}: bin/users list`),
  );
  // In the group's namespace of that environment, and nowhere else.
  for (const { args } of fake.calls().slice(1)) {
    expect(args.slice(0, 4)).toEqual(['--context', environment!.name, '--namespace', group]);
  }
});

test.each([
  ['an environment', ['nowhere', service], 'environment: got "nowhere"; allowed: '],
  ['a service', [environment!.name, 'nothing'], `service: got "nothing"; allowed: ${service}`],
])(
  '%s that is not there is refused with those that are, before the cluster is asked',
  async (_, args, message) => {
    const { code, stderr } = await admin(...args, '--', 'x');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(fake.calls()).toEqual([]);
  },
);
