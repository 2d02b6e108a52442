import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { isAlive } from '../../programs/alive';
import { LocalCommand, project, root } from './local-command';
import { deployAndSave } from './snapshot';

// In the order of the file, against one emulator: each test goes on from where the last one ended. The first is the
// real deploy that other files begin from.
jest.setTimeout(20 * 60_000);

const PORT = 5890;
const local = new LocalCommand('e2e', PORT);

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

test('the first run deploys dev and its services, beside whatever occupies the port', async () => {
  const { code, output } = await deployAndSave(local, []);
  expect(output).toContain(`http://127.0.0.1:${PORT + 1} (port ${PORT} is taken)`);
  expect(output).toMatch(/^dev: \d+ made \([\s\S]*^dev-services: \d+ made \(/m);
  expect(code).toBe(0);
  const url = output.match(/^Open it:\n {2}(http:\/\/shop\.dev\.localhost:\d+) /m)?.[1];
  // The second where the containers are simulated.
  expect(['200', '503']).toContain(local.shell(`curl -s -o /dev/null -w '%{http_code}' ${url}`));
});

test('the next run uses the same emulator, changes nothing, and prints lines that work', async () => {
  const { pid } = local.record();
  const { code, output } = await local.run(['up', 'dev']);
  expect(code).toBe(0);
  expect(output).toMatch(/^dev: no changes/m);
  expect(output).toContain('dev-services: no changes');
  expect(local.record().pid).toBe(pid);
  const looks = output.match(/(?<=^ {2})(aws|kubectl|npm run ps) .*$/gm) ?? [];
  expect(looks).toContainEqual(expect.stringMatching(/^npm run ps -- dev/));
  expect(looks).toContainEqual(expect.stringMatching(/^aws /));
  for (const look of looks) expect(local.shell(look)).toMatch(/\S/);
  const { account } = JSON.parse(readFileSync(join(root, 'environments', 'dev.json'), 'utf8'));
  expect(local.shell('aws --profile dev sts get-caller-identity --query Account --output text').trim()).toBe(
    account,
  );
  expect(await local.resources('dev')).toBeGreaterThan(100);
  expect(await local.resources('dev-services')).toBeGreaterThan(50);
});

test("the AWS CLI's own way to a cluster works as well", () => {
  const { account } = JSON.parse(readFileSync(join(root, 'environments', 'dev.json'), 'utf8'));
  const role = `arn:aws:iam::${account}:role/${project.deployRole}`;
  const file = join(local.folder, 'kubeconfig-by-hand');
  const roles = `--role-arn ${role} --assume-role-arn ${role}`;
  const update = `aws eks update-kubeconfig --name dev --alias by-hand ${roles} --kubeconfig ${file}`;
  const pods = local.shell(`${update}; kubectl --kubeconfig ${file} --context by-hand get pods -A`);
  expect(pods).toContain('storefront-web');
});

test('no call of a deploy was denied, each by the role that it has in AWS', async () => {
  expect(await local.denials()).toEqual([]);
  const { output } = await local.run(['status']);
  expect(output).toMatch(/^rights that no call used so far; all of them: curl http/m);
  expect(output).toMatch(new RegExp(`role/${project.deployRole}: `));
});

test('stop ends the emulator and its clusters', async () => {
  const before = await local.processes();
  expect((await local.run(['stop'])).code).toBe(0);
  expect(before.map(isAlive)).toEqual(before.map(() => false));
  expect((await local.run(['status'])).output).toContain('No emulator runs');
  expect((await local.run(['env'])).code).toBe(1);
});
