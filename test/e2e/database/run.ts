import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from '../../../programs/capture';

/** Databases refuse to run as root: there, they are nobody in a namespace of their own, and reach root's files. */
const NOBODY = 65_534;
const prefix =
  process.getuid?.() === 0
    ? ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
    : [];

export function dataFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `${name}-`));
}

export function runAsServer(program: string, args: readonly string[]): void {
  const [command, ...rest] = [...prefix, program, ...args];
  execFileSync(command!, rest, { cwd: tmpdir(), stdio: 'pipe' });
}

export function startAsServer(program: string, args: readonly string[]): ChildProcess {
  const [command, ...rest] = [...prefix, program, ...args];
  return spawn(command!, rest, { cwd: tmpdir(), stdio: 'ignore' });
}

export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** @throws with what it printed. */
export async function must(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const { code, stdout, stderr } = await capture(command, args, { env: { PATH: process.env.PATH, ...env } });
  if (code !== 0) throw new Error(stderr || stdout);
  return stdout.trim();
}

const SECONDS = 60;

/** Until a server answers. @throws with the last reason, once the server has ended or is too late. */
export async function until(answers: () => Promise<unknown>, server: ChildProcess): Promise<void> {
  for (let left = SECONDS * 4; ; left--) {
    try {
      await answers();
      return;
    } catch (error) {
      if (server.exitCode !== null || left === 0) {
        await stopServer(server);
        throw error;
      }
      await sleep(250);
    }
  }
}
