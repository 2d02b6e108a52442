import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { lockHolder } from '../../programs/this-user';
import type { Lock } from '../../terraform/lock';
import { terraformProgram } from '../../terraform/program';

/**
 * Whether whoever holds a lock can be seen to be dead: it was this user on this machine, and no Terraform works here on a
 * stack of that name in the same AWS. Where processes can't be looked at, nobody knows.
 * @param aws the endpoint that an emulator has in place of AWS: those of several stacks of a name can be at work here.
 * @param proc where Linux tells of processes.
 */
export function isDead(
  { who }: Pick<Lock, 'who'>,
  stack: string,
  aws = process.env.AWS_ENDPOINT_URL,
  proc = '/proc',
): boolean {
  if (who !== lockHolder()) return false;
  try {
    const pids = readdirSync(proc).filter((entry) => /^\d+$/.test(entry));
    return !pids.some((pid) => worksOn(`${proc}/${pid}`, stack) && isIn(`${proc}/${pid}`, aws));
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

function isIn(process: string, aws: string | undefined): boolean {
  try {
    const variables = readFileSync(`${process}/environ`, 'utf8').split('\0');
    const own = variables.find((variable) => variable.startsWith('AWS_ENDPOINT_URL='));
    return own?.slice(own.indexOf('=') + 1) === aws;
  } catch {
    // Nobody knows.
    return true;
  }
}
