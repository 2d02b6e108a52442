import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { must } from '../../programs/must';
import { ensureBuilt } from '../machine/ensure-built';
import { layout } from '../machine/layout';
import { ensurePython } from '../machine/tools';
import { basesOf } from './dockerfile';
import type { Example } from './example';
import { goExample } from './go-example';
import { ensureNodeModules } from './node-modules';
import { openToAll } from './open-to-all';

/** Makes what the stage `build` of an example's Dockerfile leaves in `/out`. */
type Make = (example: Example, out: string, cache: string) => Promise<void>;

/** By the file that tells the language of an example. */
const LANGUAGES: Readonly<Record<string, Make>> = {
  'go.mod': makeGo,
  'package.json': makeNode,
  'requirements.txt': makePython,
};

/**
 * Does the work of the stage `build` with this machine's own Go, Node or Python, as its base image can't be had here.
 * @param scratch folder, which gets `out` as the stage has `/out`.
 * @param cache folder for what takes long and changes seldom.
 */
export async function makeBuildStage(example: Example, scratch: string, cache: string): Promise<void> {
  if (process.platform !== 'linux')
    throw new Failure(`The image of ${example.service} needs its base images: no registry answers`);
  const file = Object.keys(LANGUAGES).find((name) => existsSync(join(example.folder, name)));
  if (!file) throw new Failure(`${example.folder}: got none of ${Object.keys(LANGUAGES).join(', ')}`);
  const out = join(scratch, 'out');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await LANGUAGES[file]!(example, out, cache);
  await openToAll(out);
}

async function makeGo({ service, folder }: Example, out: string): Promise<void> {
  const program = goExample(service, layout().programs, folder);
  await ensureBuilt(program);
  cpSync(program.output, join(out, 'bin'), { recursive: true });
}

async function makeNode({ folder }: Example, out: string): Promise<void> {
  await ensureNodeModules(folder);
  await must('npm', ['run', 'build'], { cwd: folder });
  cpSync(join(folder, 'dist'), out, { recursive: true });
}

/** The libraries are those of the image's Python, whichever runs here. */
async function makePython({ service, folder }: Example, out: string, cache: string): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  const { final } = basesOf(readFileSync(join(folder, 'Dockerfile'), 'utf8'));
  const [, version] = /^python:(\d+\.\d+)/.exec(final) ?? [];
  if (!version)
    throw new Failure(`${folder}/Dockerfile: got FROM ${final}, allowed here: python:<version>-...`);
  const digest = createHash('sha256').update(`${version}\n`).update(readFileSync(requirements)).digest('hex');
  const libraries = join(cache, `${service}-libraries-${digest.slice(0, 16)}`);
  if (!existsSync(libraries)) {
    const unfinished = `${libraries}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const { command, version: own } = await ensurePython();
    const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
    await must(command, [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      // Another Python's are of no use to it.
      own.startsWith(`${version}.`) ? '--compile' : '--no-compile',
      ...['--require-hashes', '--target', unfinished, '-r', requirements],
      ...['--only-binary=:all:', '--implementation', 'cp', '--python-version', version],
      ...['manylinux2014', 'manylinux_2_28'].flatMap((name) => ['--platform', `${name}_${machine}`]),
    ]);
    renameSync(unfinished, libraries);
  }
  cpSync(libraries, join(out, 'lib'), { recursive: true });
  const filter = (path: string) => !path.endsWith('__pycache__');
  for (const part of ['bin', service])
    cpSync(join(folder, part), join(out, part), { recursive: true, filter });
}
