import { LocalCommand } from './local-command';
import { restore } from './snapshot';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const local = new LocalCommand('e2e-interrupt', 5920);

beforeAll(() => restore(local));
afterAll(() => local.run(['stop']));

describe('Ctrl-C', () => {
  test('in a platform lets Terraform end, leaves no lock, and starts no services; the next run completes', async () => {
    const { child, ended } = await local.startMidApply('qa', ['qa']);
    child.kill('SIGINT');
    const { code, output } = await ended;
    expect(code).toBe(130);
    expect(output).not.toContain('qa-services');
    expect(local.isLocked('qa')).toBe(false);
    const again = await local.run(['qa', '--platform-only']);
    expect(again.output).toMatch(/^qa: \d+ made/m);
    expect(again.code).toBe(0);
  });

  test('while services are destroyed keeps the platform', async () => {
    const all = await local.resources('dev');
    const { child, ended } = await local.startMidApply('dev-services', ['down', 'dev']);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(local.isLocked('dev-services')).toBe(false);
    expect(await local.resources('dev')).toBe(all);
  });

  test('while services are made lets Terraform end, and the next run completes', async () => {
    local.shell(
      `cd ${local.stackFolder('dev-services')}; terraform destroy -auto-approve -input=false -no-color`,
    );
    const { child, ended } = await local.startMidApply('dev-services', ['dev']);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(local.isLocked('dev-services')).toBe(false);
    const again = await local.run(['dev']);
    expect(again.output).toMatch(/^dev: no changes[\s\S]*^dev-services: \d+ made/m);
    expect(again.code).toBe(0);
  });
});
