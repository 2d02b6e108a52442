import { spawnSync } from 'node:child_process';
import { thisUser } from '../programs/this-user';

export interface Lock {
  readonly id: string;
  readonly who: string;
  readonly created: Date;
}

/** Reads Terraform's description of a lock. */
export function parseLock(text: string): Lock | undefined {
  const field = (name: string) => text.match(new RegExp(`^\\s*${name}: +(.+?)\\s*$`, 'm'))?.[1];
  const [id, who, created] = [field('ID'), field('Who'), field('Created')];
  if (!id || !who || !created) return undefined;
  // Terraform writes 2026-01-31 10:20:30.123456789 +0000 UTC.
  return { id, who, created: new Date(`${created.slice(0, 19).replace(' ', 'T')}Z`) };
}

/**
 * What to tell about the lock on the stack in this folder, if there is one. A lock that died with our own
 * Terraform is released: `died` is when that had started.
 */
export function lockLeft(terraform: string, stack: string, died?: Date): string | undefined {
  const unlock = (id: string) =>
    spawnSync(terraform, ['force-unlock', '-force', '-no-color', id], { encoding: 'utf8', timeout: 20_000 });
  // Only an attempt with a wrong id makes Terraform describe the lock.
  const { stdout, stderr } = unlock('none');
  const lock = parseLock(stdout + stderr);
  if (!lock) return undefined;
  const { id, who, created } = lock;
  // The lock has whole seconds.
  const ours = died && who === thisUser() && +created > +died - 1000;
  if (ours && unlock(id).status === 0) {
    return `released the lock that it left on ${stack}. What it was making may be missing from the state: look at "cdktf diff ${stack}".`;
  }
  const at = `terraform -chdir=cdktf.out/stacks/${stack}`;
  return `${stack} is locked by ${who} since ${created.toISOString()}. If that run is dead, release it: npx cdktf synth && ${at} init && ${at} force-unlock ${id}`;
}
