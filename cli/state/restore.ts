import { applyEdits, modify } from 'jsonc-parser';
import { confirm } from '../../console/confirm';
import { Failure } from '../../console/failure';
import { readContent, type StateContent } from '../../terraform/states/state-content';
import { type StateStore, type StateVersion, time } from '../../terraform/states/state-store';
import { differenceOf, formatDifference } from './difference';
import { storeNext } from './store-next';

/** As it is shown to whoever meets the lock. */
const OPERATION = 'npm run state -- restore';
/** How many of the newest versions are read for the serial that comes next. */
const READ = 5;

export interface RestoreOptions {
  readonly stack: string;
  readonly version: string;
  readonly anotherLineage: boolean;
  readonly autoApprove: boolean;
}

interface Known {
  readonly version: StateVersion;
  readonly content: StateContent;
}

/**
 * Stores a version of a state once more, as the newest, under Terraform's lock.
 * @param ownerOf the stack among all others whose state has that lineage.
 * @returns whether it did: not when somebody says no.
 * @throws Failure that says why it must not.
 */
export async function restore(
  store: StateStore,
  options: RestoreOptions,
  ownerOf: (lineage: string) => Promise<string | undefined>,
  say: (text: string) => void,
): Promise<boolean> {
  const { stack, autoApprove } = options;
  const versions = await store.versions();
  const chosen = findVersion(versions, stack, options.version);
  const text = await store.read(chosen);
  const content = contentOf(text, chosen);
  const newest = await readable(
    store,
    versions.filter(({ id }) => id !== chosen.id),
  );
  const current = newest.find(({ version }) => version.isLatest);
  const serial = 1 + Math.max(content.serial, ...newest.map((known) => known.content.serial));
  if (chosen.isLatest && content.serial === serial - 1) {
    throw new Failure(`${chosen.id} is the current state of ${stack}: there is nothing to put back`);
  }
  await refuseStranger(content, current ?? newest[0], options, ownerOf);
  say(`${stack}: the version of ${time(chosen)}, as serial ${serial}, ${overWhat(versions[0]!, current)}`);
  say(formatDifference(differenceOf(content.resources, current?.content.resources ?? new Map())));
  if (!autoApprove && !(await confirm(`Put back this state of ${stack}?`))) return false;
  await storeNext(store, { stack, operation: OPERATION, seen: versions[0]!, text: withSerial(text, serial) });
  return true;
}

/** @throws Failure that says how to find those that there are. */
export function findVersion(versions: readonly StateVersion[], stack: string, id: string): StateVersion {
  const found = versions.find((version) => version.id === id);
  if (found && !found.isDeletion) return found;
  const what = found ? 'it marks that the state was deleted, and holds none' : 'there is no such version';
  throw new Failure(`version: got "${id}": ${what}; those that there are: npm run state -- list ${stack}`);
}

/** @throws Failure when nobody can read it. */
export function contentOf(text: string, { id }: StateVersion): StateContent {
  const content = readContent(text);
  if (typeof content === 'string') throw new Failure(`The version ${id} ${content}`);
  return content;
}

/** The text as it is, but for its serial: numbers in it may be longer than JavaScript's. */
export function withSerial(text: string, serial: number): string {
  return applyEdits(text, modify(text, ['serial'], serial, {}));
}

/** Terraform would take the resources of a state that has not grown from the stack's own for the stack's. */
async function refuseStranger(
  { lineage }: StateContent,
  compared: Known | undefined,
  { stack, anotherLineage }: RestoreOptions,
  ownerOf: (lineage: string) => Promise<string | undefined>,
): Promise<void> {
  if (!compared || compared.content.lineage === lineage) return;
  const owner = await ownerOf(lineage);
  if (owner) throw new Failure(`It is a state of ${owner}, not of ${stack}: its lineage is ${lineage}`);
  if (anotherLineage) return;
  throw new Failure(
    `Its lineage is ${lineage}, and that of ${compared.version.isLatest ? 'the current state' : 'the last state'} is ${compared.content.lineage}: they have not grown from the same first state. If it is the right one all the same, add --another-lineage`,
  );
}

function overWhat(latest: StateVersion, current: Known | undefined): string {
  if (current) return `over the current state of ${time(latest)}, serial ${current.content.serial}`;
  if (latest.isDeletion) return `after the deletion of ${time(latest)}`;
  return `over the state of ${time(latest)}, which nobody can read`;
}

async function readable(store: StateStore, versions: readonly StateVersion[]): Promise<Known[]> {
  const known: Known[] = [];
  for (const version of versions.filter(({ isDeletion }) => !isDeletion).slice(0, READ)) {
    const content = readContent(await store.read(version));
    if (typeof content !== 'string') known.push({ version, content });
  }
  return known;
}
