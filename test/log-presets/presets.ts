import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LogPreset, PRESETS } from '../../declarations/log-form';
import { ensureGo } from '../../local/machine/go';
import { layout } from '../../local/machine/layout';
import { ensurePython } from '../../local/machine/tools';
import { makeVenv, program } from '../../local/machine/venv';
import { capture } from '../../programs/capture';

/** Each has a folder here: a program that writes so many errors, and so many lines of info before them. */
export const presets = Object.keys(PRESETS) as LogPreset[];

interface Program {
  /** Gets what it needs into a copy of its folder, from the caches of the user where they have it. */
  readonly install: (folder: string) => Promise<unknown>;
  readonly command: (folder: string) => readonly [string, ...string[]];
}

const go: Program = { install: compile, command: (folder) => [join(folder, 'program')] };

const PROGRAMS: Readonly<Record<LogPreset, Program>> = {
  slog: go,
  zap: go,
  pino: {
    install: (folder) => output(folder, 'npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts'),
    command: () => ['node', 'main.js'],
  },
  python: {
    install: async (folder) => makeVenv(venvOf(folder), await ensurePython()),
    command: (folder) => [program(venvOf(folder), 'python'), 'main.py'],
  },
  logback: {
    install: (folder) => output(folder, 'mvn', '-q', '-B', 'dependency:copy-dependencies'),
    command: () => ['java', '-cp', 'target/dependency/*:.', 'Main.java'],
  },
};

/** Whether Java and Maven are there, where it needs them. The project needs the rest anyway. */
export async function canRun(preset: LogPreset): Promise<boolean> {
  if (preset !== 'logback') return true;
  const found = await Promise.all(['java', 'mvn'].map((command) => capture(command, ['-version'])));
  return found.every(({ code }) => code === 0);
}

/** What the library writes: lines of info first, then errors. */
export async function linesOf(preset: LogPreset, errors: number, infos: number): Promise<string[]> {
  const folder = await installed(preset);
  const [command, ...args] = PROGRAMS[preset].command(folder);
  return (await output(folder, command, ...args, `${errors}`, `${infos}`)).trimEnd().split('\n');
}

/** A copy of its folder with all that it needs, beside what else takes long to make. */
async function installed(preset: LogPreset): Promise<string> {
  const source = join(__dirname, preset);
  const folder = join(layout('.local').directory, 'log-presets', preset);
  const stamp = join(folder, 'made-of');
  const hash = createHash('sha256');
  for (const file of readdirSync(source).sort()) hash.update(file).update(readFileSync(join(source, file)));
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true });
  await PROGRAMS[preset].install(folder);
  // Last, so that an interrupted installation is made again.
  writeFileSync(stamp, wanted);
  return folder;
}

const venvOf = (folder: string) => ({
  directory: join(folder, 'venv'),
  requirements: join(folder, 'requirements.txt'),
});

async function compile(folder: string): Promise<void> {
  const { command } = await ensureGo(layout('.local').go, await ensurePython());
  await output(folder, command, 'build', '-o', 'program', '.');
}

async function output(folder: string, command: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await capture(command, args, { cwd: folder });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}
