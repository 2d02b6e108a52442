import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const root = join(__dirname, '..', '..');
const folder = join(root, '.local', 'e2e');
const PORT = 5890;
const project = JSON.parse(readFileSync(join(root, 'platform.json'), 'utf8'));
const env = { ...process.env, PLATFORM_LOCAL: folder };

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function start(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'local/cli.ts', ...args, '--port', String(PORT)],
    {
      cwd: root,
      env,
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))) };
}

const local = (...args: string[]) => start(...args).ended;
const emulator = () => JSON.parse(readFileSync(join(folder, 'emulator.json'), 'utf8'));
const terraformPid = (stack: string): number =>
  JSON.parse(readFileSync(join(folder, 'runs', `${stack}.apply.json`), 'utf8')).pid;

/** Waits until Terraform has done something of its plan, and has more to do. */
async function midApply(stack: string): Promise<void> {
  const log = join(folder, 'runs', `${stack}.apply.log`);
  while (!existsSync(log) || !readFileSync(log, 'utf8').includes('"type":"apply_complete"')) await sleep(200);
}

/** Starts a command that works on a stack, and waits until it is in the middle of it. */
async function startMidApply(stack: string, ...args: string[]) {
  rmSync(join(folder, 'runs', `${stack}.apply.log`), { force: true });
  const run = start(...args);
  await Promise.race([midApply(stack), run.ended.then(({ output }) => Promise.reject(new Error(output)))]);
  return run;
}

function shell(line: string): string {
  const variables = `eval "$(node --import tsx local/cli.ts env)"`;
  return execFileSync('bash', ['-ec', `${variables}; ${line}`], { cwd: root, env, encoding: 'utf8' });
}

const isLocked = (stack: string) =>
  shell(`aws s3 ls s3://${project.name}-state-${project.toolingAccount}/`).includes(
    `${stack}.tfstate.tflock`,
  );

let occupant: Server;
beforeAll(async () => {
  await local('stop');
  occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(PORT, '127.0.0.1', resolve));
});
afterAll(async () => {
  occupant.close();
  await local('stop');
});

test('the first run deploys dev, beside whatever occupies the port', async () => {
  const { code, output } = await local();
  expect(output).toContain(`http://127.0.0.1:${PORT + 1} (port ${PORT} is taken)`);
  expect(output).toMatch(/^dev: \d+ made \(/m);
  expect(code).toBe(0);
});

test('the next run uses the same emulator, changes nothing, and prints lines that work', async () => {
  const { pid } = emulator();
  const { code, output } = await local('up', 'dev');
  expect(code).toBe(0);
  expect(output).toContain('dev: no changes');
  expect(emulator().pid).toBe(pid);
  const looks = output.match(/(?<=^ {2})aws .*$/gm) ?? [];
  expect(looks.length).toBeGreaterThan(0);
  for (const look of looks) expect(shell(look)).toMatch(/\S/);
  const { account } = JSON.parse(readFileSync(join(root, 'environments', 'dev.json'), 'utf8'));
  expect(shell('aws --profile dev sts get-caller-identity --query Account --output text').trim()).toBe(
    account,
  );
  expect((await local('status')).output).toMatch(/^dev {2}account \d{12} {2}\d+ resources$/m);
});

test('Ctrl-C lets Terraform end: no lock is left, and the next run completes', async () => {
  const { child, ended } = await startMidApply('qa', 'qa');
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(isLocked('qa')).toBe(false);
  const again = await local('qa');
  expect(again.output).toMatch(/^qa: \d+ made/m);
  expect(again.code).toBe(0);
});

test('a Terraform that was killed while it destroyed leaves a lock, which is released', async () => {
  const { ended } = await startMidApply('qa', 'down', 'qa');
  process.kill(terraformPid('qa'), 'SIGKILL');
  const { code, output } = await ended;
  expect(output).toContain('qa: Terraform was killed (SIGKILL)');
  expect(code).toBe(1);
  expect(isLocked('qa')).toBe(true);
  const again = await local('down', 'qa');
  expect(again.output).toContain('qa: releasing the state lock that a killed Terraform left');
  expect(again.code).toBe(0);
});

test('what is taken down is gone, and what the bootstrap made is left', async () => {
  const { code, output } = await local('down', '--keep');
  expect(output).toMatch(/^dev: \d+ destroyed/m);
  expect(code).toBe(0);
  const response = await fetch(`http://127.0.0.1:${emulator().port}/_emulator/inventory`);
  const inventory = (await response.json()) as Record<string, unknown[]>;
  const accounts = Object.entries(inventory).filter(([, items]) => items.length > 0);
  expect(accounts.map(([account]) => account)).toEqual([project.toolingAccount]);
});

test('a Terraform that was killed while it made things: the next run completes, or says how to start over', async () => {
  const { ended } = await startMidApply('dev', 'dev');
  process.kill(terraformPid('dev'), 'SIGKILL');
  expect((await ended).code).toBe(1);
  const again = await local('dev');
  expect(again.output).toContain('dev: releasing the state lock');
  if (again.code !== 0) expect(again.output).toContain('Start over: npm run local -- stop');
});

test('an emulator that was killed is started anew, with all that was in it', async () => {
  const { pid } = emulator();
  process.kill(pid, 'SIGKILL');
  const { child, ended } = await startMidApply('dev', 'dev');
  child.kill('SIGINT');
  const { code, output } = await ended;
  expect(output).toContain('Started the emulated AWS');
  expect(output).not.toContain('exist already');
  expect(code).toBe(130);
  expect(emulator().pid).not.toBe(pid);
});

test('stop ends the emulator', async () => {
  expect((await local('stop')).code).toBe(0);
  expect((await local('status')).output).toContain('No emulator runs');
  expect((await local('env')).code).toBe(1);
});
