import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { aptFor, download } from './apt';

/** Programs that Debian has, of whichever release. */
export interface DebianPrograms {
  /** Release of Debian, whichever this machine runs. */
  readonly release: string;
  readonly packages: readonly string[];
  /** Paths of the programs to run. */
  readonly programs: readonly string[];
}

const run = promisify(execFile);
/** In the folder: what it was made from. */
const MADE_FROM = '.made-from';

/** Whether a folder holds what is wanted. */
export function isUnpacked(folder: string, wanted: DebianPrograms): boolean {
  const file = join(folder, MADE_FROM);
  return existsSync(file) && readFileSync(file, 'utf8') === JSON.stringify(wanted);
}

/**
 * Unpacks Debian packages, with all that they need, into a folder of their own, and makes their programs run from
 * there: a server of the version that AWS runs, whatever this machine has, and without installing anything.
 */
export async function unpack(folder: string, wanted: DebianPrograms): Promise<void> {
  const apt = await aptFor(wanted.release, join(dirname(folder), '.lists', wanted.release));
  const scratch = mkdtempSync(`${folder}.`);
  try {
    const root = join(scratch, 'root');
    for (const archive of await download(scratch, wanted.packages, apt))
      await run('dpkg-deb', ['--extract', archive, root]);
    const libraries = librariesOf(root).map((path) => join(folder, path));
    const loader = join(folder, loaderOf(root));
    for (const program of wanted.programs) makeRunnable(root, folder, program, [loader, libraries.join(':')]);
    writeFileSync(join(root, MADE_FROM), JSON.stringify(wanted));
    chmodSync(root, 0o755);
    rmSync(folder, { recursive: true, force: true });
    renameSync(root, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Folders with libraries, below a root. */
function librariesOf(root: string): string[] {
  const found = new Set<string>();
  // An older release has libraries in both.
  const places = [join('usr', 'lib'), 'lib'].filter((place) => existsSync(join(root, place)));
  const search = (directory: string): void => {
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) search(path);
      else if (/\.so(\.\d+)*$/.test(entry.name)) found.add(directory);
    }
  };
  for (const place of places) search(place);
  return [...found];
}

/** In place of the program a script that starts it with the libraries of its own release. */
function makeRunnable(root: string, folder: string, program: string, [loader, libraries]: string[]): void {
  renameSync(join(root, program), join(root, `${program}.binary`));
  const path = join(folder, program);
  writeFileSync(
    join(root, program),
    `#!/bin/sh\nexec ${loader} --library-path ${libraries} --argv0 "$0" ${path}.binary "$@"\n`,
    { mode: 0o755 },
  );
}

function loaderOf(root: string): string {
  for (const directory of ['usr/lib64', 'usr/lib', 'lib64']) {
    const name = names(join(root, directory)).find((file) => /^ld-linux-.*\.so\.\d+$/.test(file));
    if (name) return join(directory, name);
  }
  throw new Error(`${root}: the C library has no loader`);
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
