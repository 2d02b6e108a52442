import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { lockHolder } from '../../programs/this-user';
import type { Lock } from '../../terraform/lock';
import { terraformProgram } from '../../terraform/program';

/**
 * Whether whoever holds a lock can be seen to be dead: it was this user on this machine, and no Terraform works here on a
 * stack of that name. Where processes can't be looked at, nobody knows.
 * @param proc where Linux tells of processes.
 */
export function isDead({ who }: Pick<Lock, 'who'>, stack: string, proc = '/proc'): boolean {
  if (who !== lockHolder()) return false;
  try {
    const pids = readdirSync(proc).filter((entry) => /^\d+$/.test(entry));
    return !pids.some((pid) => worksOn(`${proc}/${pid}`, stack));
  } catch {
    return false;
  }
}

/** The folder of a process that is Terraform has the stack's name. */
function worksOn(process: string, stack: string): boolean {
  try {
    // Linux keeps the first 15 characters of a program's name.
    const name = readFileSync(`${process}/comm`, 'utf8').trim();
    if (name !== basename(terraformProgram()).slice(0, 15)) return false;
    return basename(readlinkSync(`${process}/cwd`)) === stack;
  } catch {
    // It has ended meanwhile, or is another user's.
    return false;
  }
}
