import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { isAlive } from '../../programs/alive';
import { LocalCommand, project, root } from './local-command';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const PORT = 5890;
const local = new LocalCommand('e2e', PORT);

const isLocked = (stack: string) =>
  local
    .shell(`aws s3 ls s3://${project.name}-state-${project.toolingAccount}/`)
    .includes(`${stack}.tfstate.tflock`);

let occupant: Server;
beforeAll(async () => {
  await local.run(['stop']);
  occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(PORT, '127.0.0.1', resolve));
});
afterAll(async () => {
  occupant.close();
  await local.run(['stop']);
});

/** The processes of the emulator and of its clusters' Kubernetes APIs. */
async function processes(): Promise<number[]> {
  const clusters = await local.emulator<{ pid: number }[]>('clusters');
  return [local.record().pid, ...clusters.map(({ pid }) => pid)];
}

/** Resources of a stack, as `status` counts them. */
async function resources(stack: string): Promise<number> {
  const { output } = await local.run(['status']);
  return Number(output.match(new RegExp(`^${stack} .* (\\d+) resources$`, 'm'))?.[1] ?? 0);
}

test('the first run deploys dev and its services, beside whatever occupies the port', async () => {
  const { code, output } = await local.run([]);
  expect(output).toContain(`http://127.0.0.1:${PORT + 1} (port ${PORT} is taken)`);
  expect(output).toMatch(/^dev: \d+ made \([\s\S]*^dev-services: \d+ made \(/m);
  expect(code).toBe(0);
});

test('the next run uses the same emulator, changes nothing, and prints lines that work', async () => {
  const { pid } = local.record();
  const { code, output } = await local.run(['up', 'dev']);
  expect(code).toBe(0);
  expect(output).toContain('dev: no changes');
  expect(output).toContain('dev-services: no changes');
  expect(local.record().pid).toBe(pid);
  const looks = output.match(/(?<=^ {2})(aws|kubectl) .*$/gm) ?? [];
  expect(looks).toContainEqual(expect.stringMatching(/^kubectl --context dev get pods -A/));
  expect(looks).toContainEqual(expect.stringMatching(/^aws /));
  for (const look of looks) expect(local.shell(look)).toMatch(/\S/);
  const { account } = JSON.parse(readFileSync(join(root, 'environments', 'dev.json'), 'utf8'));
  expect(local.shell('aws --profile dev sts get-caller-identity --query Account --output text').trim()).toBe(
    account,
  );
  expect(await resources('dev')).toBeGreaterThan(100);
  expect(await resources('dev-services')).toBeGreaterThan(50);
});

test("the AWS CLI's own way to a cluster works as well", () => {
  const { account } = JSON.parse(readFileSync(join(root, 'environments', 'dev.json'), 'utf8'));
  const role = `arn:aws:iam::${account}:role/${project.deployRole}`;
  const file = join(local.folder, 'kubeconfig-by-hand');
  const update = `aws --profile dev eks update-kubeconfig --name dev --alias by-hand --role-arn ${role} --kubeconfig ${file}`;
  const pods = local.shell(`${update}; kubectl --kubeconfig ${file} --context by-hand get pods -A`);
  expect(pods).toContain('storefront-web');
});

describe('Ctrl-C', () => {
  test('in a platform lets Terraform end, leaves no lock, and starts no services; the next run completes', async () => {
    const { child, ended } = await local.startMidApply('qa', ['qa']);
    child.kill('SIGINT');
    const { code, output } = await ended;
    expect(code).toBe(130);
    expect(output).not.toContain('qa-services');
    expect(isLocked('qa')).toBe(false);
    const again = await local.run(['qa', '--platform-only']);
    expect(again.output).toMatch(/^qa: \d+ made/m);
    expect(again.code).toBe(0);
  });

  test('while services are destroyed keeps the platform', async () => {
    const all = await resources('dev');
    const { child, ended } = await local.startMidApply('dev-services', ['down', 'dev']);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(isLocked('dev-services')).toBe(false);
    expect(await resources('dev')).toBe(all);
  });

  test('while services are made lets Terraform end, and the next run completes', async () => {
    local.shell(
      `cd ${local.stackFolder('dev-services')}; terraform destroy -auto-approve -input=false -no-color`,
    );
    const { child, ended } = await local.startMidApply('dev-services', ['dev']);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect(isLocked('dev-services')).toBe(false);
    const again = await local.run(['dev']);
    expect(again.output).toMatch(/^dev: no changes[\s\S]*^dev-services: \d+ made/m);
    expect(again.code).toBe(0);
  });
});

test('a Terraform that was killed while it destroyed leaves a lock, which is released', async () => {
  const { ended } = await local.startMidApply('qa', ['down', 'qa']);
  process.kill(local.terraformPid('qa'), 'SIGKILL');
  const { code, output } = await ended;
  expect(output).toContain('qa: Terraform was killed (SIGKILL)');
  expect(code).toBe(1);
  expect(isLocked('qa')).toBe(true);
  const again = await local.run(['down', 'qa']);
  expect(again.output).toContain('qa: releasing the state lock that a killed Terraform left');
  expect(again.code).toBe(0);
});

test('services whose Terraform was killed keep their platform, and go first when all is taken down', async () => {
  const all = await resources('dev');
  const { ended } = await local.startMidApply('dev-services', ['down', 'dev']);
  process.kill(local.terraformPid('dev-services'), 'SIGKILL');
  const { code, output } = await ended;
  expect(output).toContain('dev-services: Terraform was killed (SIGKILL)');
  expect(code).toBe(1);
  expect(await resources('dev')).toBe(all);

  const clusters = (await processes()).slice(1);
  expect(clusters.map(isAlive)).toEqual([true]);
  const down = await local.run(['down', '--keep']);
  expect(down.output).toContain('dev-services: releasing the state lock that a killed Terraform left');
  expect(down.output).toMatch(/^dev-services: \d+ destroyed[\s\S]*^dev: \d+ destroyed/m);
  expect(down.code).toBe(0);
  expect(await local.accountsInUse()).toEqual([project.toolingAccount]);
  expect(clusters.map(isAlive)).toEqual([false]);
  expect(local.shell('kubectl config get-contexts -o name')).toBe('');
});

test('a Terraform that was killed while it made things: the next run completes, or says how to start over', async () => {
  const { ended } = await local.startMidApply('dev', ['dev', '--platform-only']);
  process.kill(local.terraformPid('dev'), 'SIGKILL');
  expect((await ended).code).toBe(1);
  const again = await local.run(['dev', '--platform-only']);
  expect(again.output).toContain('dev: releasing the state lock');
  if (again.code !== 0) expect(again.output).toContain('Start over: npm run local -- stop');
});

test('an emulator that was killed takes its clusters with it, and is started anew', async () => {
  const before = await processes();
  process.kill(before[0]!, 'SIGKILL');
  const { child, ended } = await local.startMidApply('dev', ['dev']);
  expect(before.map(isAlive)).toEqual(before.map(() => false));
  child.kill('SIGINT');
  const { code, output } = await ended;
  expect(output).toContain('Started the emulated AWS');
  expect(output).not.toContain('exist already');
  expect(code).toBe(130);
});

test('stop ends the emulator and its clusters', async () => {
  const before = await processes();
  expect((await local.run(['stop'])).code).toBe(0);
  expect(before.map(isAlive)).toEqual(before.map(() => false));
  expect((await local.run(['status'])).output).toContain('No emulator runs');
  expect((await local.run(['env'])).code).toBe(1);
});
