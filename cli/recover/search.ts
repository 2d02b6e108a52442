import type { ResourceChange } from '../../plan/change';
import { pooled } from '../../programs/pooled';
import type { SynthesizedDocument } from '../../terraform/synthesized-stack';
import type { Candidate } from './find/finder';
import { FINDERS, MADE_AGAIN } from './find/finders';
import { type Known, NotKnown, Sought } from './find/sought';
import type { Surroundings } from './find/surroundings';

/** What is there of a stack, and is not in its state. */
export interface Search {
  /** Ids by address. */
  readonly found: ReadonlyMap<string, string>;
  /** Addresses for which there are several, of which none is used more than the others. */
  readonly several: ReadonlyMap<string, readonly string[]>;
  /** Addresses of types that nobody knows how to find. */
  readonly unknown: readonly string[];
}

/** Calls at a time: each is a process. */
const AT_ONCE = 4;

/**
 * Looks for all that a plan would make. What is known once another thing is found is looked for again.
 * @param surroundings by the alias of the provider.
 * @param take ids that were decided.
 */
export async function search(
  changes: readonly ResourceChange[],
  document: SynthesizedDocument,
  surroundings: (alias?: string) => Surroundings,
  take: ReadonlyMap<string, string>,
): Promise<Search> {
  const found = new Map<string, string>();
  const several = new Map<string, readonly string[]>();
  const unknown: string[] = [];
  const known = new Map<string, Known>();
  const keep = (address: string, { id, known: more }: Candidate) => {
    found.set(address, id);
    known.set(address, { id, ...more });
  };
  const missing = new Set(
    changes.filter(({ type }) => FINDERS[type] && !MADE_AGAIN.has(type)).map(({ address }) => address),
  );
  const find = async (change: ResourceChange): Promise<'later' | undefined> => {
    const { address, type } = change;
    const taken = take.get(address);
    if (taken !== undefined) return void keep(address, { id: taken });
    if (MADE_AGAIN.has(type)) return undefined;
    const finder = FINDERS[type];
    if (!finder) return void unknown.push(address);
    const sought = new Sought(change, document, known, missing);
    const all = await finder(sought, surroundings(sought.alias)).catch((error: Error) => {
      if (error instanceof NotKnown) return 'later' as const;
      throw error;
    });
    if (all === 'later') return 'later';
    const most = Math.max(...all.map(({ used = 0 }) => used));
    const [best, ...others] = all.filter(({ used = 0 }) => used === most);
    if (best && others.length === 0) keep(address, best);
    else if (best)
      several.set(
        address,
        [best, ...others].map(({ id }) => id),
      );
    return undefined;
  };
  for (let waiting = [...changes]; ; ) {
    const before = known.size;
    const outcomes = await pooled(waiting, AT_ONCE, find);
    waiting = waiting.filter((_, index) => outcomes[index] === 'later');
    if (waiting.length === 0 || known.size === before) return { found, several, unknown };
  }
}
