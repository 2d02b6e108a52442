import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import type { Tool } from './tools';

/** A Python virtual environment. */
export interface Venv {
  readonly directory: string;
  /** Lock file with hashes. */
  readonly requirements: string;
}

/** Whether the virtual environment is complete, and of these requirements and this Python. */
export function isCurrent(venv: Venv, python: Tool): boolean {
  const stamp = stampFile(venv);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(venv, python);
}

/** Makes a virtual environment anew. @throws Failure with the end of what pip printed. */
export async function makeVenv(venv: Venv, python: Tool): Promise<void> {
  rmSync(venv.directory, { recursive: true, force: true });
  await must(python.command, ['-m', 'venv', venv.directory], 'The Python environment could not be made');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  await must(
    program(venv, 'python'),
    [...install, '-r', venv.requirements],
    `pip could not install ${venv.requirements}`,
  );
  // Last, so that an interrupted installation is made again.
  writeFileSync(stampFile(venv), stampOf(venv, python));
}

/** The virtual environment's program of that name. */
export function program({ directory }: Pick<Venv, 'directory'>, name: string): string {
  return join(directory, 'bin', name);
}

function stampFile({ directory }: Venv): string {
  return join(directory, 'made-of');
}

function stampOf({ requirements }: Venv, { version }: Tool): string {
  return `${version} ${createHash('sha256').update(readFileSync(requirements)).digest('hex')}\n`;
}

async function must(command: string, args: readonly string[], otherwise: string): Promise<void> {
  const { code, stdout, stderr } = await capture(command, args);
  if (code === 0) return;
  const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-8);
  throw new Failure([`${otherwise}:`, ...end.map((line) => `  ${line}`)].join('\n'));
}
