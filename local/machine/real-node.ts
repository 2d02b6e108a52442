import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';

/** What a real node needs of the machine, by the package of Debian that has it. */
const PROGRAMS = ['runc', 'iptables', 'ipset'] as const;
/** One of them makes images. */
const BUILDERS = ['buildah', 'docker'] as const;

/**
 * Why containers don't run on this machine. Undefined: they do.
 * @param env `PLATFORM_NODE=simulated` asks that none does.
 * @throws Failure for another value.
 */
export function whySimulated(
  env: NodeJS.ProcessEnv = process.env,
  { platform, uid, folders }: Machine = here(env),
): string | undefined {
  const asked = env.PLATFORM_NODE || 'real';
  if (asked === 'simulated') return 'PLATFORM_NODE=simulated asks for it';
  if (asked !== 'real')
    throw new Failure(`PLATFORM_NODE: got ${asked}; allowed: real, simulated, or nothing`);
  if (platform !== 'linux') return 'a real node needs Linux';
  if (uid !== 0) return 'a real node needs root';
  const isHere = (name: string) => folders.some((folder) => isProgram(join(folder, name)));
  const missing: string[] = PROGRAMS.filter((name) => !isHere(name));
  if (!BUILDERS.some(isHere)) missing.push(BUILDERS[0]);
  if (missing.length === 0) return undefined;
  return `a real node needs ${listed(missing)} (Debian, Ubuntu: apt-get install ${missing.join(' ')})`;
}

/** What the user is told. */
export const simulated = (why: string) => `Containers are simulated: ${why}.`;

interface Machine {
  readonly platform: string;
  readonly uid: number | undefined;
  /** Where its programs are. */
  readonly folders: readonly string[];
}

function here(env: NodeJS.ProcessEnv): Machine {
  // Whoever is root by sudo may have no sbin. The node looks there, too.
  const folders = [...(env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return { platform: process.platform, uid: process.getuid?.(), folders };
}

function listed(names: readonly string[]): string {
  const last = names.at(-1)!;
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
