import { isAlive } from '../../programs/alive';
import { LocalCommand, project } from '../e2e/local-command';
import { restore } from '../e2e/snapshot';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const local = new LocalCommand('e2e-killed', 5930);

beforeAll(() => restore(local));
afterAll(() => local.run(['stop']));

describe('a Terraform that was killed while it destroyed', () => {
  test('a platform leaves a lock, and its services went first', async () => {
    const { ended } = await local.startMidApply('dev', ['down', 'dev', '--keep']);
    process.kill(local.terraformPid('dev'), 'SIGKILL');
    const { code, output } = await ended;
    expect(output).toMatch(/^dev-services: \d+ destroyed/m);
    expect(output).toContain('dev: Terraform was killed (SIGKILL)');
    expect(code).toBe(1);
    expect(local.isLocked('dev-services')).toBe(false);
    expect(local.isLocked('dev')).toBe(true);
    expect((await local.processes()).map(isAlive)).toEqual([true, true]);
  });

  test('can be run again: the lock is released, and nothing is left, no cluster either', async () => {
    const clusters = (await local.processes()).slice(1);
    const down = await local.run(['down', '--keep']);
    expect(down.output).toContain('dev: releasing the state lock that a killed Terraform left');
    expect(down.output).toMatch(/^dev: \d+ destroyed/m);
    expect(down.code).toBe(0);
    expect(await local.accountsInUse()).toEqual([project.toolingAccount]);
    expect(clusters.map(isAlive)).toEqual(clusters.map(() => false));
    expect(local.shell('kubectl config get-contexts -o name')).toBe('');
  });
});

test('an emulator that was killed takes its clusters with it, and is started anew; Ctrl-C lets Terraform end, leaves no lock, and starts no services', async () => {
  const before = await local.processes();
  process.kill(before[0]!, 'SIGKILL');
  const { child, ended } = await local.startMidApply('dev', ['dev']);
  expect(before.map(isAlive)).toEqual(before.map(() => false));
  child.kill('SIGINT');
  const { code, output } = await ended;
  expect(output).toContain('Started the emulated AWS');
  expect(output).not.toContain('exist already');
  expect(output).not.toContain('dev-services');
  expect(local.isLocked('dev')).toBe(false);
  expect(code).toBe(130);
});
