import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import type { Tool } from './tools';

/** A program that is built from a Go module. */
export interface GoProgram {
  readonly name: string;
  /** Folder of the module. */
  readonly module: string;
  /** Import path, or `.`. */
  readonly package: string;
  /** Folder for what a build needs beside its output, on the same file system. */
  readonly directory: string;
  readonly output: string;
  /** Values that the linker writes into string variables, by import path and name. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** How far a build is: packages that were built, of those that have to be. */
export type Tell = (done: number, total: number, step: string) => void;

/** Whether the program is there, and of these sources. One that another Go built is as good. */
export function isBuilt(program: GoProgram): boolean {
  const stamp = stampFile(program);
  return existsSync(program.output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(program);
}

/**
 * Builds the program anew, with the user's caches and module proxy.
 * @throws Failure with the end of what Go printed.
 */
export async function build(program: GoProgram, go: Tool, tell: Tell): Promise<void> {
  const stamp = stampOf(program);
  const unfinished = join(program.directory, 'unfinished', program.name);
  mkdirSync(dirname(unfinished), { recursive: true });
  tell(0, 0, 'fetching modules');
  const total = await countOutdated(program, go);
  tell(0, total, 'compiling');
  await compile(program, go, unfinished, total, tell);
  // Only what is whole gets the name, in a folder where Terraform looks, and only then the stamp.
  mkdirSync(dirname(program.output), { recursive: true });
  renameSync(unfinished, program.output);
  writeFileSync(stampFile(program), stamp);
}

async function compile(
  program: GoProgram,
  go: Tool,
  output: string,
  total: number,
  tell: Tell,
): Promise<void> {
  const variables = Object.entries(program.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const ldflags = ['-s', '-w', ...variables].join(' ');
  const args = ['build', '-v', '-ldflags', ldflags, '-o', output, program.package];
  const child = spawn(go.command, args, {
    cwd: program.module,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A deploy may be at work meanwhile, and is what the user waits for first.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const kill = () => child.kill();
  process.once('exit', kill);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const printed: string[] = [];
  const started = new Set<string>();
  createInterface(child.stderr).on('line', (line) => {
    printed.push(line);
    if (!IMPORT_PATH.test(line)) return;
    started.add(line);
    tell(started.size, Math.max(total, started.size), 'compiling');
  });
  const code = await ended.finally(() => process.off('exit', kill));
  if (code === 0) return;
  const end = printed.filter((line) => !IMPORT_PATH.test(line)).slice(-15);
  throw new Failure([`go build failed in ${program.module}:`, ...end.map((line) => `  ${line}`)].join('\n'));
}

/** Fetches the modules on the way. */
async function countOutdated(program: GoProgram, go: Tool): Promise<number> {
  const format = '{{if .Stale}}{{.StaleReason}}{{end}}';
  const args = ['list', '-deps', '-f', format, program.package];
  const { code, stdout, stderr } = await capture(go.command, args, {
    cwd: program.module,
    env: environment(),
  });
  if (code !== 0) {
    const end = stderr.trimEnd().split('\n').slice(-15);
    throw new Failure(
      [`The Go modules of ${program.module} could not be fetched:`, ...end.map((line) => `  ${line}`)].join(
        '\n',
      ),
    );
  }
  return stdout.split('\n').filter((reason) => reason && !/available in build cache/.test(reason)).length;
}

/** As Go prints each package that it compiles. */
const IMPORT_PATH = /^[\w.~-]+(\/[\w.~-]+)*$/;

/** The same for every command: for other settings Go compiles all anew. Without C it needs no other compiler. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOWORK: 'off' };
}

function stampFile({ directory, name }: GoProgram): string {
  return join(directory, `${name}.made-of`);
}

function stampOf({ module, package: path, variables }: GoProgram): string {
  const hash = createHash('sha256').update(JSON.stringify([path, variables]));
  for (const name of files(module)) hash.update(`${name}\0`).update(readFileSync(join(module, name)));
  return `${hash.digest('hex')}\n`;
}

function files(directory: string): string[] {
  return (readdirSync(directory, { recursive: true }) as string[])
    .filter((name) => statSync(join(directory, name)).isFile())
    .sort();
}
