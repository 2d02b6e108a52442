import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';

/** What a real node needs of the machine, by the package of Debian that has it. */
const PROGRAMS = ['runc', 'iptables', 'ipset'] as const;

/**
 * Why containers don't run on this machine. Undefined: they do.
 *
 * Only where somebody asks for it: what makes users in databases and caches has no image here yet, so that no service
 * that binds one could sign in.
 * @param env `PLATFORM_NODE=real` asks for it.
 * @throws Failure for another value.
 */
export function whySimulated(
  env: NodeJS.ProcessEnv = process.env,
  { platform, uid, folders }: Machine = here(env),
): string | undefined {
  const asked = env.PLATFORM_NODE;
  if (!asked || asked === 'simulated') return 'PLATFORM_NODE=real runs them, where their images are here';
  if (asked !== 'real')
    throw new Failure(`PLATFORM_NODE: got ${asked}; allowed: real, simulated, or nothing`);
  if (platform !== 'linux') return 'a real node needs Linux';
  if (uid !== 0) return 'a real node needs root';
  const missing = PROGRAMS.filter((name) => !folders.some((folder) => isProgram(join(folder, name))));
  if (missing.length === 0) return undefined;
  const names = missing.join(' ');
  return `a real node needs ${missing.join(' and ')} (Debian, Ubuntu: apt-get install ${names})`;
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

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
