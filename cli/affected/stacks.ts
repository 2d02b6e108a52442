import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What was synthesized of a stack, by its name. */
export type Digests = ReadonlyMap<string, string>;

export interface Affected {
  /** Stacks to plan: new ones, and those whose files differ. In the order of their names. */
  readonly stacks: readonly string[];
  /** Stacks that the change takes away. What they made stays, and no plan shows it. */
  readonly gone: readonly string[];
  /** How many stacks there are. */
  readonly of: number;
}

/**
 * Which of them the workflows plan and deploy: those of environments. What is below them, accounts and the bootstrap, only
 * an administrator can.
 */
export function byWorkflows(stacks: readonly string[], environments: readonly string[]): string[] {
  const own = new Set(environments.flatMap((name) => [name, `${name}-services`]));
  return stacks.filter((name) => own.has(name));
}

/** Compares what was synthesized before with what is now. */
export function affectedStacks(before: Digests, now: Digests): Affected {
  return {
    stacks: [...now.keys()].filter((name) => before.get(name) !== now.get(name)).sort(),
    gone: [...before.keys()].filter((name) => !now.has(name)).sort(),
    of: now.size,
  };
}

/** When no comparison says anything: all of them. */
export function allAffected(now: Digests): Affected {
  return affectedStacks(new Map(), now);
}

/** Reads what the app wrote: all files of each stack, as a zipped function counts as well. */
export function digests(outdir: string): Digests {
  const folder = join(outdir, 'stacks');
  return new Map(readdirSync(folder).map((name) => [name, digest(join(folder, name))]));
}

function digest(folder: string): string {
  const hash = createHash('sha256');
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  for (const name of files)
    hash
      .update(`${name}\0`)
      .update(content(join(folder, name)))
      .update('\0');
  return hash.digest('hex');
}

/** Without CDKTF's remarks, such as its own version, which Terraform does not read. */
function content(file: string): Buffer | string {
  const bytes = readFileSync(file);
  if (!file.endsWith('.tf.json')) return bytes;
  return JSON.stringify(JSON.parse(bytes.toString()), (key, value) => (key === '//' ? undefined : value));
}
