import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Which the packages ask for, and their servers never load, or need at an installation only. */
const LEFT_OUT =
  /^(adduser|cron.*|debconf.*|install-info|libllvm.*|libperl.*|libsystemd-shared|libz3-.*|locales|mount|openssl|passwd|perl.*|postgresql-.*common|psmisc|ssl-cert|systemd.*|sysvinit.*|ucf|util-linux)$/;

/** Whether this machine can have them: its own packages are Debian's. */
export function hasDebian(): boolean {
  return existsSync(KEYRING) && mirror() !== undefined;
}

/** @returns the paths of all packages, with what they need. apt checks their signatures. */
export async function download(scratch: string, packages: readonly string[], apt: Apt): Promise<string[]> {
  const planned = (await apt(scratch, '--simulate', 'install', ...packages)).matchAll(/^Inst (\S+)/gm);
  const names = [...planned]
    .map(([, name]) => name!)
    .filter((name) => packages.includes(name) || !LEFT_OUT.test(name));
  const archives = join(scratch, 'archives');
  mkdirSync(archives);
  await apt(archives, 'download', ...names);
  return readdirSync(archives).map((file) => join(archives, file));
}

export type Apt = (cwd: string, ...args: string[]) => Promise<string>;

/** apt-get for a release, whose lists are kept in a folder. */
export async function aptFor(release: string, folder: string): Promise<Apt> {
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  const sources = join(folder, 'sources.list');
  writeFileSync(sources, `${sourceOf(release)}\n`);
  const settings = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': folder,
    // Nothing counts as installed, so that all that is needed is fetched.
    'Dir::State::Status': '/dev/null',
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
    // The system's own lock is not ours.
    'Debug::NoLocking': 'true',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const apt: Apt = async (cwd, ...args) =>
    (await run('apt-get', [...options, '--quiet', ...args], { cwd, maxBuffer: 2 ** 26 })).stdout;
  await apt(folder, 'update');
  return apt;
}

/** Where this machine gets packages of a release, as a line of sources.list. */
export function sourceOf(release: string): string {
  return `deb [signed-by=${KEYRING}] ${mirror()} ${release} main`;
}

/** Where this machine gets its own packages. Undefined: it is no Debian. */
function mirror(): string | undefined {
  try {
    const format = ['indextargets', '--format', '$(LABEL) $(SITE)'];
    const targets = execFileSync('apt-get', format, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^Debian (\S+)$/m.exec(targets)?.[1];
  } catch {
    return undefined;
  }
}
