import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { roleArn } from '../../constructs/core/role-names';
import { isPermissionSet, type Person } from '../../parameters/people';
import type { Project } from '../../parameters/project';
import { isAlive } from '../../programs/alive';
import { aroundProxy } from '../machine/around-proxy';
import { clusterProgram, entranceProgram, nodePrograms } from '../machine/kubernetes-build';
import { type Layout, projectRoot } from '../machine/layout';
import { freePort } from '../machine/port';
import { whySimulated } from '../machine/real-node';
import { areSimulated } from '../machine/servers/choice';
import { serverPrograms } from '../machine/servers/fetch';
import { program } from '../machine/venv';
import { withoutAws } from '../machine/without-aws';
import { administrator, type Credentials } from './assume-role';
import { emulatorCode } from './code';

/** The running emulator, as recorded. */
export interface Emulator {
  readonly pid: number;
  readonly port: number;
  /** Keys of an administrator of the tooling account, who has shown a second factor. Undefined until it is ready. */
  readonly caller?: Credentials;
  /** Digest of the code that it runs. */
  readonly code?: string;
  /** Digest of the bootstrap stack that was deployed to it. */
  readonly bootstrapped?: string;
}

/** What the emulator holds, by account. */
export type Inventory = Readonly<Record<string, readonly Item[]>>;

export interface Item {
  readonly service: string;
  readonly region: string;
  readonly kind: string;
  readonly name: string;
}

/** The emulator's exit code when something else listens on its port (local/emulator/__main__.py). */
const OCCUPIED = 98;
const START_SECONDS = 90;
const BUSY_SECONDS = 30;
/** Until it is killed. It has clusters to end. */
const END_SECONDS = 15;

export const endpoint = ({ port }: Pick<Emulator, 'port'>) => `http://127.0.0.1:${port}`;

/**
 * The emulator of an earlier run, if it still runs: the process that answers there is the recorded one.
 * @throws Failure when the emulator runs and does not answer. A second one beside it would have none of the deployed
 * resources.
 */
export async function findEmulator(layout: Layout, patience = BUSY_SECONDS): Promise<Emulator | undefined> {
  const recorded = readRecord(layout.emulatorRecord);
  if (!recorded) return undefined;
  const found = await healthPid(recorded.port, patience);
  if (found !== 'silent') return found === recorded.pid ? recorded : undefined;
  if (!isAlive(recorded.pid)) return undefined;
  // It writes down where each of its threads is.
  process.kill(recorded.pid, 'SIGUSR1');
  await sleep(1000);
  throw new Failure(
    `The emulator runs (process ${recorded.pid}) and does not answer within ${patience} s. What it does stands in ${layout.emulatorLog}:\n${lastLines(layout.emulatorLog, 60)}\nEnd it, and with it all that is deployed: kill -9 ${recorded.pid}`,
  );
}

/** What whoever changed or fetched other code is to know of an emulator that still runs, if anything. */
export function olderCode({ code }: Emulator): string | undefined {
  if (code === emulatorCode()) return undefined;
  return 'It runs another code than local/emulator has now. "npm run local -- stop" ends it, with all that is deployed; the next "npm run local" starts the new code';
}

/** Says that none runs, and why if the last one was not ended by anybody. */
export function noEmulator(layout: Layout): string {
  const recorded = readRecord(layout.emulatorRecord);
  if (!recorded || !existsSync(layout.emulatorLog)) return 'No emulator runs.';
  return `No emulator runs. The last one (process ${recorded.pid}) ended by itself, and all that was in it is gone:\n${lastLines(layout.emulatorLog)}\n`;
}

/**
 * Starts the emulator. It goes on when this process ends.
 * @param wantedPort or the next one that is free.
 * @param snapshot folder that another emulator saved itself to, to go on from. Default: with nothing in it.
 */
export async function startEmulator(
  layout: Layout,
  wantedPort: number,
  project: Project,
  snapshot?: string,
): Promise<Emulator> {
  forgetEmulator(layout);
  mkdirSync(layout.emulatorDirectory, { recursive: true });
  for (let wanted = wantedPort; ; ) {
    const port = await freePort(wanted);
    const ready = await startAt(port, layout, project, snapshot);
    if (ready) return ready;
    wanted = port + 1;
  }
}

/** @returns undefined when another program, such as the emulator of another clone, took the port meanwhile. */
async function startAt(
  port: number,
  layout: Layout,
  project: Project,
  snapshot?: string,
): Promise<Emulator | undefined> {
  const child = spawnEmulator(port, layout, project, snapshot);
  const emulator = { pid: child.pid!, port, code: emulatorCode() };
  // Before it is ready, so that an interrupted run leaves a record to stop it by.
  record(layout, emulator);
  let exitCode: number | null | undefined;
  child.once('exit', (code) => {
    exitCode = code;
  });
  const patience = Date.now() + START_SECONDS * 1000;
  while ((await healthPid(port)) !== child.pid) {
    if (exitCode === OCCUPIED) return undefined;
    if (exitCode !== undefined)
      throw new Failure(`The emulator ended at its start:\n${lastLines(layout.emulatorLog)}`);
    if (Date.now() > patience)
      throw new Failure(`The emulator is not ready after ${START_SECONDS} s: ${layout.emulatorLog}`);
    await sleep(100);
  }
  const caller = await administrator(endpoint({ port }), personArn(project, project.administrators[0]!));
  const ready = { ...emulator, caller };
  record(layout, ready);
  return ready;
}

function spawnEmulator(port: number, layout: Layout, project: Project, snapshot?: string): ChildProcess {
  const output = openSync(layout.emulatorLog, 'w');
  const child = spawn(
    program({ directory: layout.venv }, 'python'),
    [
      ...['-m', 'emulator', '--port', String(port), '--directory', layout.emulatorDirectory],
      ...['--kubernetes', clusterProgram(layout.programs).output, '--being-built'],
      ...['--entrance', entranceProgram(layout.programs).output],
      ...(whySimulated() ? [] : ['--node', nodePrograms(layout.programs).output, '--images', layout.images]),
      ...whatIsThere(project),
      ...(areSimulated() ? [] : ['--servers', serverPrograms(), '--authority', layout.authority]),
      ...(snapshot ? ['--restore', snapshot] : []),
    ],
    {
      cwd: join(projectRoot, 'local'),
      env: { ...withoutAws(process.env), ...aroundProxy(process.env) },
      stdio: ['ignore', output, output],
      detached: true,
    },
  );
  closeSync(output);
  child.unref();
  return child;
}

/** Who signs in: for a permission set, the role that Identity Center would have made for it in the tooling account. */
export function personArn({ region, toolingAccount }: Project, who: Person): string {
  if (!isPermissionSet(who)) return who;
  const path = `aws-reserved/sso.amazonaws.com${region === 'us-east-1' ? '' : `/${region}`}`;
  return roleArn({ region }, toolingAccount, `${path}/AWSReservedSSO_${who.permissionSet}_0123456789abcdef`);
}

/** What AWS holds before the first deploy, as the emulator's options: all that platform.json names and nothing makes. */
export function whatIsThere({
  toolingAccount,
  accountRole,
  domain,
  zoneId,
  oidcProviderArn,
}: Project): string[] {
  return [
    ...['--management-account', toolingAccount, '--account-role', accountRole],
    ...(zoneId ? ['--zone', zoneId, domain] : []),
    ...(oidcProviderArn ? ['--oidc-provider', oidcProviderArn] : []),
  ];
}

/** Writes down which emulator runs. */
export function record(layout: Layout, emulator: Emulator): void {
  writeFileSync(layout.emulatorRecord, `${JSON.stringify(emulator)}\n`);
}

/** Ends the emulator, and all that is in it. */
export async function stopEmulator(layout: Layout, { pid }: Emulator): Promise<void> {
  process.kill(pid, 'SIGTERM');
  for (let tries = 0; tries < END_SECONDS * 10 && isAlive(pid); tries++) await sleep(100);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  forgetEmulator(layout);
}

/** The bootstrap's state and the contexts are of what ended with the emulator. */
function forgetEmulator({ emulatorRecord, bootstrapState, kubeconfigs }: Layout): void {
  for (const path of [emulatorRecord, bootstrapState, `${bootstrapState}.backup`, kubeconfigs]) {
    rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Saves all that is in the emulator to a folder, for others to start from.
 * @throws Failure when the folder is there already, or something in it cannot be saved.
 */
export async function saveEmulator(emulator: Pick<Emulator, 'port'>, directory: string): Promise<void> {
  const body = JSON.stringify({ directory });
  const response = await fetch(`${endpoint(emulator)}/_emulator/snapshot`, { method: 'POST', body });
  if (!response.ok) throw new Failure(`The emulator cannot be saved: ${await response.text()}`);
}

/** What is in the emulator. */
export async function inventory(emulator: Emulator): Promise<Inventory> {
  const response = await fetch(`${endpoint(emulator)}/_emulator/inventory`);
  return (await response.json()) as Inventory;
}

/** Actions that a role may use and no call has used, as its policies name them, by the role's ARN. */
export type UnusedRights = Readonly<Record<string, readonly string[]>>;

/** Of the roles that have made a call. */
export async function unusedRights(emulator: Pick<Emulator, 'port'>): Promise<UnusedRights> {
  const response = await fetch(`${endpoint(emulator)}/_emulator/rights`);
  return (await response.json()) as UnusedRights;
}

/** Undefined for no record, or one that was cut off while it was written. */
export function readRecord(file: string): Emulator | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { pid, port, ...more } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Emulator>;
    return Number.isInteger(pid) && Number.isInteger(port) ? { pid: pid!, port: port!, ...more } : undefined;
  } catch {
    return undefined;
  }
}

/** Who answers. Silent: something listens there and says nothing. */
async function healthPid(port: number, patience = BUSY_SECONDS): Promise<number | 'silent' | undefined> {
  try {
    const response = await fetch(`${endpoint({ port })}/_emulator/health`, {
      // Where nothing listens the answer comes at once; one that is busy must not be taken for gone.
      signal: AbortSignal.timeout(patience * 1000),
    });
    return ((await response.json()) as { pid?: number }).pid;
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'silent' : undefined;
  }
}

function lastLines(file: string, count = 8): string {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
