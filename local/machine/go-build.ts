import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { exclusively } from './exclusive';
import type { Tool } from './tools';

/** What is built from a Go module. */
export interface GoSource {
  readonly name: string;
  /** Folder of the module. */
  readonly module: string;
  /** Import paths, or `.`. Several make a program each, named after the last part of its path. */
  readonly packages: readonly string[];
  /** Where it is put below its folder. For several packages: the folder for all of them. Default: `name`. */
  readonly file?: string;
  /** Values that the linker writes into string variables, by import path and name. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Where that is kept. */
export interface GoProgram extends GoSource {
  /** Folder of all programs, which all checkouts of a user share. */
  readonly directory: string;
  /** Of this program, for this state of its sources and this kind of machine. What is in it is whole. */
  readonly folder: string;
  readonly output: string;
}

/** How far a build is: packages that were built, of those that have to be. */
export type Tell = (done: number, total: number, step: string) => void;

/** How many states of a program's sources are kept: checkouts may have different ones. */
const KEPT = 5;

export function goProgram(source: GoSource, directory: string): GoProgram {
  const folder = join(directory, `${source.name}-${digestOf(source)}`);
  return { ...source, directory, folder, output: join(folder, source.file ?? source.name) };
}

/** Whether the program is there, made of these sources. One that another Go built is as good. */
export function isBuilt({ folder }: GoProgram): boolean {
  if (!existsSync(folder)) return false;
  // Those that are used stay, see `removeOld`.
  utimesSync(folder, new Date(), new Date());
  return true;
}

/**
 * Builds the program unless it is there, with the user's caches and module proxy. A build of another checkout is
 * waited for.
 * @throws Failure with the end of what Go printed.
 */
export async function build(program: GoProgram, go: Tool, tell: Tell): Promise<void> {
  const { directory, name } = program;
  await exclusively(
    join(directory, `${name}.lock`),
    (pid) => tell(0, 0, `waiting for process ${pid}, which builds it`),
    async () => {
      if (!isBuilt(program)) await buildAlone(program, go, tell);
    },
  );
}

async function buildAlone(program: GoProgram, go: Tool, tell: Tell): Promise<void> {
  const unfinished = join(program.directory, `${program.name}.unfinished`);
  rmSync(unfinished, { recursive: true, force: true });
  tell(0, 0, 'fetching modules');
  const total = await countOutdated(program, go);
  tell(0, total, 'compiling');
  const output = join(unfinished, relative(program.folder, program.output));
  mkdirSync(program.packages.length > 1 ? output : dirname(output), { recursive: true });
  await compile(program, go, output, total, tell);
  // Only what is whole gets the name.
  renameSync(unfinished, program.folder);
  removeOld(program);
}

/** Keeps the states of the program's sources that were used last. */
function removeOld({ directory, name }: GoProgram): void {
  const folders = readdirSync(directory)
    .filter((each) => each.startsWith(`${name}-`) && DIGEST.test(each.slice(name.length + 1)))
    .map((each) => join(directory, each))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const folder of folders.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
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
  const args = ['build', '-v', '-ldflags', ldflags, '-o', output, ...program.packages];
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
  const args = ['list', '-deps', '-f', format, ...program.packages];
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
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOWORK: 'off' };
}

const DIGEST = /^[0-9a-f]{16}$/;

/** Tests of the module change nothing. */
function digestOf({ module, packages, file, variables }: GoSource): string {
  const settings = [packages, file, variables, process.platform, process.arch];
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const name of files(module)) hash.update(`${name}\0`).update(readFileSync(join(module, name)));
  return hash.digest('hex').slice(0, 16);
}

function files(directory: string): string[] {
  return (readdirSync(directory, { recursive: true }) as string[])
    .filter((name) => !name.endsWith('_test.go') && statSync(join(directory, name)).isFile())
    .sort();
}
