import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../local-command';

export interface Wanted {
  /** Release of Debian, whichever this machine runs. */
  readonly release: string;
  readonly packages: readonly string[];
  /** Paths of the programs to run. */
  readonly programs: readonly string[];
}

/**
 * Unpacks Debian packages, with all that they need, into a folder of their own, and makes their programs run from
 * there: a database of the version that AWS runs, whatever this machine has, and without installing anything.
 * The packages are kept in `.local/debian`; the folder is the caller's to remove.
 */
export function unpack({ release, packages, programs }: Wanted): string {
  const folder = mkdtempSync(join(tmpdir(), `debian-${release}-`));
  // A database does not run as root, but as somebody else.
  chmodSync(folder, 0o755);
  for (const archive of download(release, packages)) {
    execFileSync('dpkg-deb', ['--extract', archive, folder]);
  }
  const libraries = librariesOf(folder);
  for (const program of programs) makeRunnable(folder, program, libraries);
  return folder;
}

export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns the paths of all packages, needed ones included. */
function download(release: string, packages: readonly string[]): string[] {
  const cache = join(root, '.local', 'debian', `${release}-${packages[0]}`);
  const archives = join(cache, 'archives');
  for (const folder of [join(cache, 'lists', 'partial'), join(archives, 'partial')]) {
    mkdirSync(folder, { recursive: true });
  }
  const sources = join(cache, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${KEYRING}] ${mirror()} ${release} main\n`);
  const settings = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(cache, 'lists'),
    'Dir::Cache': cache,
    // Nothing counts as installed, so that all that is needed is fetched.
    'Dir::State::Status': '/dev/null',
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': 'root',
    // The system's own lock is not ours.
    'Debug::NoLocking': 'true',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const apt = (...args: string[]) =>
    execFileSync('apt-get', [...options, '--quiet', ...args], { stdio: 'pipe' });
  apt('update');
  apt('--yes', '--download-only', 'install', ...packages);
  // Versions that an earlier run fetched.
  apt('autoclean');
  return readdirSync(archives)
    .filter((file) => file.endsWith('.deb'))
    .map((file) => join(archives, file));
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Where this machine gets its own packages. */
function mirror(): string {
  const targets = execFileSync('apt-get', ['indextargets', '--format', '$(LABEL) $(SITE)'], {
    encoding: 'utf8',
  });
  const [, site] = /^Debian (\S+)$/m.exec(targets) ?? [];
  if (site) return site;
  throw new Error('the databases of this test come from packages of Debian: run it on Debian');
}

function librariesOf(folder: string): string {
  const found = new Set<string>();
  const search = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) search(path);
      else if (/\.so(\.\d+)*$/.test(entry.name)) found.add(directory);
    }
  };
  search(join(folder, 'usr', 'lib'));
  return [...found].join(':');
}

/** In place of the program a script that starts it with the libraries of its own release. */
function makeRunnable(folder: string, program: string, libraries: string): void {
  const path = join(folder, program);
  const binary = `${path}.binary`;
  renameSync(path, binary);
  const loader = loaderOf(folder);
  writeFileSync(
    path,
    `#!/bin/sh\nexec ${loader} --library-path ${libraries} --argv0 ${path} ${binary} "$@"\n`,
    { mode: 0o755 },
  );
}

function loaderOf(folder: string): string {
  for (const directory of ['usr/lib64', 'usr/lib']) {
    const name = names(join(folder, directory)).find((file) => /^ld-linux-.*\.so\.\d+$/.test(file));
    if (name) return join(folder, directory, name);
  }
  throw new Error(`${dirname(folder)}: the C library has no loader`);
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
