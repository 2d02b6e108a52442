import { join } from 'node:path';
import { OneOff } from '../../../cli/admin/one-off';
import { parseShellArguments } from '../../../cli/shell/arguments';
import { capture } from '../../../programs/capture';
import { Kubectl } from '../../../programs/kubectl';
import { environments } from '../../fixture/fixture';
import { Command } from '../command';
import { type Answer, FakePrograms } from '../fake-program';

const TEMPLATE = {
  metadata: { name: 'x' },
  spec: { template: { spec: { containers: [{ name: 'admin', image: 'i' }] } } },
};
const pods = (state: object): Answer => ({
  to: 'get pods',
  says: { items: [{ metadata: { name: 'p' }, status: { containerStatuses: [{ state }] } }] },
});

describe('the command line', () => {
  test('is sh for an hour at most, unless told otherwise', () => {
    expect(parseShellArguments(['dev', 'shop'])).toEqual({
      environment: 'dev',
      service: 'shop',
      command: ['sh'],
    });
    expect(parseShellArguments(['dev', 'shop', '--minutes', '5', '--', 'python3', '-i'])).toMatchObject({
      minutes: 5,
      command: ['python3', '-i'],
    });
  });

  test.each([
    [[], 'got nothing; allowed: an environment and a service'],
    [['dev'], 'got dev; allowed: an environment and a service'],
    [['dev', 'shop', 'sh'], 'got dev shop sh; allowed: an environment and a service'],
    [['dev', 'shop', '--'], 'no command after --; allowed: one, or nothing, which is sh'],
    [['dev', 'shop', '--minutes', '0'], '--minutes: got "0"; allowed: 1 to 1440'],
    [['dev', 'shop', '--minute', '5'], 'Unknown option \'--minute\', did you mean "--minutes"?'],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseShellArguments(args)).toThrow(message);
  });
});

describe('the job', () => {
  const fakes: FakePrograms[] = [];
  afterAll(() => {
    for (const fake of fakes) fake.remove();
  });
  const run = (terminal: 'tty' | 'pipe', ...answers: readonly Answer[]) => {
    const fake = new FakePrograms();
    fakes.push(fake);
    fake.add('kubectl', [
      { to: 'auth whoami', says: { status: { userInfo: { username: 'jo' } } } },
      { to: '--from=cronjob/shop-admin', says: TEMPLATE },
      { to: 'create --filename' },
      { to: 'get job', says: { status: {} } },
      ...answers,
    ]);
    const command = { service: 'shop', command: ['sh'], caller: 'jo@desk', terminal };
    const kubectl = new Kubectl([], { PATH: fake.folder });
    return { fake, start: () => OneOff.start(kubectl, command, join(fake.folder, 'job.json')) };
  };
  const attached = ({ fake }: { fake: FakePrograms }) =>
    fake
      .calls()
      .find(({ args }) => args.includes('attach'))!
      .args.join(' ');

  test('reads from whoever typed, whose end is its end, and is attached, never entered', async () => {
    const shell = run('tty');
    shell.fake.add('kubectl', [
      { to: 'auth whoami', says: { status: { userInfo: { username: 'jo' } } } },
      { to: '--from=cronjob/shop-admin', says: TEMPLATE },
      { to: 'create --filename' },
      { to: 'get job', says: { status: {} } },
      pods({ running: {} }),
      pods({ running: {} }),
      pods({ terminated: { exitCode: 3 } }),
      { to: 'attach' },
    ]);
    const job = await shell.start();
    expect(await job.attach(() => {})).toBe(3);
    expect(attached(shell)).toBe('attach --quiet --stdin --tty p');
    const { file } = shell.fake.calls().find(({ args }) => args.includes('--filename'))!;
    const [container] = JSON.parse(file!).spec.template.spec.containers;
    expect(container).toMatchObject({ command: ['sh'], stdin: true, stdinOnce: true, tty: true });
    expect(shell.fake.calls().some(({ args }) => args.includes('exec'))).toBe(false);
  });

  test('has no terminal where what it reads comes through a pipe', async () => {
    const shell = run(
      'pipe',
      pods({ running: {} }),
      pods({ running: {} }),
      pods({ terminated: { exitCode: 0 } }),
      {
        to: 'attach',
      },
    );
    const job = await shell.start();
    expect(await job.attach(() => {})).toBe(0);
    expect(attached(shell)).toBe('attach --quiet --stdin p');
  });

  test('of a program that the image lacks says so, and attaches to nothing', async () => {
    const message = 'failed to create task: exec: "sh": executable file not found in $PATH';
    const shell = run('tty', pods({ terminated: { exitCode: 128, reason: 'StartError', message } }));
    const said: string[] = [];
    const job = await shell.start();
    expect(await job.attach((text) => said.push(text))).toBe(128);
    expect(said).toEqual(['did not start: "sh": executable file not found in $PATH']);
    expect(shell.fake.calls().some(({ args }) => args.includes('attach'))).toBe(false);
  });

  test('is ended when the connection breaks while it runs', async () => {
    const failed = { type: 'Failed', status: 'True', reason: 'DeadlineExceeded' };
    const shell = run('tty');
    shell.fake.add('kubectl', [
      { to: 'auth whoami', says: { status: { userInfo: { username: 'jo' } } } },
      { to: '--from=cronjob/shop-admin', says: TEMPLATE },
      { to: 'create --filename' },
      { to: 'patch job' },
      { to: 'get job', says: { status: {} } },
      { to: 'get job', says: { status: { conditions: [failed] } } },
      pods({ running: {} }),
      { to: 'attach', code: 1 },
    ]);
    const job = await shell.start();
    expect(await job.attach(() => {})).toBe(130);
    expect(shell.fake.calls().some(({ args }) => args.join(' ').includes('activeDeadlineSeconds'))).toBe(
      true,
    );
  });
});

describe('the command', () => {
  const command = new Command('shell');
  let fake: FakePrograms;
  beforeEach(() => {
    fake = new FakePrograms();
  });
  afterEach(() => fake.remove());

  test('ends its job when its terminal is closed, whatever becomes of what it says then', async () => {
    const [environment] = environments;
    fake.add('kubectl', [
      { to: 'config get-contexts' },
      { to: 'auth whoami', says: { status: { userInfo: { username: 'jo' } } } },
      { to: '--from=cronjob/storefront-admin', says: TEMPLATE },
      { to: 'create --filename' },
      { to: 'patch job' },
      { to: 'get job', says: { status: {} } },
      pods({ running: {} }),
      { to: 'attach', hangs: true },
    ]);
    await command.run(['--help']);
    const program = join(command.project, 'shell.js');
    const env = { ...process.env, PATH: `${fake.folder}:${process.env.PATH}` };
    const args = ['-c', HANG_UP, process.execPath, program, environment!.name, 'storefront'];
    expect(await capture('python3', args, { cwd: command.project, env })).toMatchObject({ code: 0 });
    const patch = fake.calls().find(({ args }) => args.includes('patch'))!;
    expect(patch.args.join(' ')).toContain('{"spec":{"activeDeadlineSeconds":1}}');
  }, 60_000);
});

/** Closes the terminal once the program has told how to use it, and waits until it has ended the job. */
const HANG_UP = `
import os, pty, select, sys, time
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown = b""
while b"exit ends it" not in shown:
    if not select.select([terminal], [], [], 30)[0]:
        os._exit(99)
    shown += os.read(terminal, 65536)
time.sleep(1)
os.close(terminal)
time.sleep(3)
os.kill(child, 9)
`;
