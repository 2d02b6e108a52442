import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { lockHolder, thisUser } from '../programs/this-user';
import { terraformEnvironment } from './environment';
import type { Diagnostic } from './events';

/** Terraform's lock on a state: somebody is at work on it, or was killed at it. */
export interface Lock {
  readonly id: string;
  readonly who: string;
  /** Such as `OperationTypeApply`. */
  readonly operation: string;
  /** To the second. */
  readonly created: Date;
}

/** Reads Terraform's description of a lock. */
export function parseLock(text: string): Lock | undefined {
  const field = (name: string) => text.match(new RegExp(`^\\s*${name}: +(.+?)\\s*$`, 'm'))?.[1];
  const [id, who, created] = [field('ID'), field('Who'), field('Created')];
  if (!id || !who || !created) return undefined;
  // Terraform writes 2026-01-31 10:20:30.123456789 +0000 UTC.
  const date = new Date(`${created.slice(0, 19).replace(' ', 'T')}Z`);
  return { id, who, operation: field('Operation') ?? '', created: date };
}

/** The lock that a run met: Terraform tells of it in its error, and nowhere else. */
export function lockIn(diagnostics: readonly Diagnostic[]): Lock | undefined {
  const error = diagnostics.find(({ summary }) => summary === 'Error acquiring the state lock');
  return error?.detail ? parseLock(error.detail) : undefined;
}

/** A lock as Terraform writes it beside the state. Whoever wrote anything else holds it as well. */
export function parseLockFile(text: string, written: Date): Lock {
  try {
    const { ID, Who, Operation = '', Created } = JSON.parse(text) as Record<string, string>;
    const created = new Date(`${Created}`);
    return {
      id: `${ID}`,
      who: `${Who}`,
      operation: Operation,
      created: Number.isNaN(+created) ? written : created,
    };
  } catch {
    return { id: text, who: 'somebody', operation: '', created: written };
  }
}

/** The same file, of a lock that is taken now. */
export function lockFile(path: string, operation: string): string {
  const lock = { ID: randomUUID(), Operation: operation, Info: '', Who: thisUser(), Version: '' };
  return JSON.stringify({ ...lock, Created: new Date().toISOString(), Path: path });
}

/** How long after its last output a Terraform may have taken its lock, such as while it loads the provider. */
const QUIET_MS = 30_000;

/** Whether the lock was taken by that run, in milliseconds. */
export function isLockOf(
  run: { readonly started: number; readonly lastOutput: number },
  { created }: Lock,
): boolean {
  return +created >= run.started - 1000 && +created <= run.lastOutput + QUIET_MS;
}

/**
 * What to tell about the lock on the stack in this folder, if there is one. A lock that died with our own
 * Terraform is released: `died` is when that had started.
 */
export function lockLeft(terraform: string, stack: string, died?: Date): string | undefined {
  const unlock = (id: string) =>
    spawnSync(terraform, ['force-unlock', '-force', '-no-color', id], {
      encoding: 'utf8',
      timeout: 20_000,
      env: terraformEnvironment(),
    });
  // Only an attempt with a wrong id makes Terraform describe the lock.
  const { stdout, stderr } = unlock('none');
  const lock = parseLock(stdout + stderr);
  if (!lock) return undefined;
  const { id, who, created } = lock;
  // The lock has whole seconds.
  const ours = died && who === lockHolder() && +created > +died - 1000;
  if (ours && unlock(id).status === 0) {
    return `released the lock that it left on ${stack}. What it was making may be missing from the state: npm run recover -- ${stack}, then the same command again.`;
  }
  return `${stack} is locked by ${who} since ${created.toISOString()}. If that run is dead, release it: npm run recover -- ${stack} --unlock`;
}
