import { applyEdits, modify } from 'jsonc-parser';
import { confirm } from '../../console/confirm';
import { Failure } from '../../console/failure';
import { type StateStore, time } from '../../terraform/states/state-store';
import { contentOf, withSerial } from './restore';
import { storeNext } from './store-next';

/** As it is shown to whoever meets the lock. */
const OPERATION = 'npm run state -- forget';
/** What a state file has of resources. */
const EMPTY = { resources: [], outputs: {}, check_results: null };

export interface ForgetOptions {
  readonly stack: string;
  readonly autoApprove: boolean;
}

/**
 * Stores a state without resources as the newest, under Terraform's lock: for a stack whose account is lost, where
 * Terraform can't even ask what is there. The versions before stay.
 * @returns whether it did: not when somebody says no.
 * @throws Failure when there is nothing to forget.
 */
export async function forget(
  store: StateStore,
  { stack, autoApprove }: ForgetOptions,
  say: (text: string) => void,
): Promise<boolean> {
  const [latest] = await store.versions();
  if (!latest || latest.isDeletion) throw new Failure(`${stack} has no state that lists anything`);
  const text = await store.read(latest);
  const { serial, resources } = contentOf(text, latest);
  if (resources.size === 0)
    throw new Failure(`The state of ${stack} lists no resource: there is nothing to forget`);
  say(
    `${stack}: the state of ${time(latest)} lists ${resources.size} resources, and the new one none. Nothing is deleted; what is still there, a deploy does not know.`,
  );
  if (!autoApprove && !(await confirm(`Forget the resources of ${stack}?`))) return false;
  const next = withSerial(withoutResources(text), serial + 1);
  await storeNext(store, { stack, operation: OPERATION, seen: latest, text: next });
  return true;
}

function withoutResources(text: string): string {
  return Object.entries(EMPTY).reduce(
    (state, [key, value]) => applyEdits(state, modify(state, [key], value, {})),
    text,
  );
}
