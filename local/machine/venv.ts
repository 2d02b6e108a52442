import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import type { Tool } from './tools';

/** A Python virtual environment. */
export interface Venv {
  readonly directory: string;
  /** Lock file with hashes. */
  readonly requirements: string;
}

/**
 * Whether the virtual environment is complete, of these requirements and this Python, and where it was made: its programs
 * name their interpreter by its path, and a project may be moved.
 */
export function isCurrent(venv: Venv, python: Tool): boolean {
  const stamp = stampFile(venv);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(venv, python);
}

/** Makes a virtual environment anew. @throws Failure with the end of what pip printed. */
export async function makeVenv(venv: Venv, python: Tool): Promise<void> {
  rmSync(venv.directory, { recursive: true, force: true });
  mkdirSync(dirname(venv.directory), { recursive: true });
  await must(python.command, ['-m', 'venv', placeOf(venv)], 'The Python environment could not be made');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  await must(
    program({ directory: placeOf(venv) }, 'python'),
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

function stampOf(venv: Venv, { version }: Tool): string {
  const hash = createHash('sha256').update(readFileSync(venv.requirements)).digest('hex');
  return `${version} ${hash} ${placeOf(venv)}\n`;
}

/** Without links on the way, which may go. */
function placeOf({ directory }: Venv): string {
  return join(realpathSync(dirname(directory)), basename(directory));
}

async function must(command: string, args: readonly string[], otherwise: string): Promise<void> {
  const { code, stdout, stderr } = await capture(command, args);
  if (code === 0) return;
  const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-8);
  throw new Failure([`${otherwise}:`, ...end.map((line) => `  ${line}`)].join('\n'));
}
