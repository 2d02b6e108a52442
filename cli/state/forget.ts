import { applyEdits, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser';
import { confirm } from '../../console/confirm';
import { Failure } from '../../console/failure';
import { type StateStore, time } from '../../terraform/states/state-store';
import { contentOf, withSerial } from './restore';
import { storeNext } from './store-next';

/** As it is shown to whoever meets the lock. */
const OPERATION = 'npm run state -- forget';
/** What a state file has besides, of what its resources are. */
const ABOUT = { outputs: {}, check_results: null };
/** Of a resource that a second configuration of a provider made, such as the domain's records in the tooling account. */
const ELSEWHERE = /"\]\.\w+$/;

export interface ForgetOptions {
  readonly stack: string;
  readonly autoApprove: boolean;
}

/**
 * Stores a state without the resources of the stack's own account as the newest, under Terraform's lock: for a stack whose
 * account is lost, where Terraform can't even ask what is there. What the stack has in another account is there still, and
 * stays in the state. So do the versions before.
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
  const next = withSerial(withoutOwn(text), serial + 1);
  const kept = [...contentOf(next, latest).resources.keys()];
  if (resources.size === kept.length)
    throw new Failure(`The state of ${stack} lists no resource of its account: there is nothing to forget`);
  const rest = kept.length > 0 ? `only what is in another account: ${kept.join(', ')}` : 'none';
  say(
    `${stack}: the state of ${time(latest)} lists ${resources.size} resources, and the new one ${rest}. Nothing is deleted; what is still there, a deploy does not know.`,
  );
  if (!autoApprove && !(await confirm(`Forget the resources of ${stack}?`))) return false;
  await storeNext(store, { stack, operation: OPERATION, seen: latest, text: next });
  return true;
}

/** The text as it is, but for these: numbers in it may be longer than JavaScript's. */
function withoutOwn(text: string): string {
  const resources = findNodeAtLocation(parseTree(text)!, ['resources'])!;
  const kept = resources.children!.filter(
    (each) => ELSEWHERE.test(textOf(each, 'provider')) && isManaged(each),
  );
  const rest = kept.map(({ offset, length }) => text.slice(offset, offset + length)).join(',');
  const { offset, length } = resources;
  const without = `${text.slice(0, offset)}[${rest}]${text.slice(offset + length)}`;
  return Object.entries(ABOUT).reduce(
    (state, [key, value]) => applyEdits(state, modify(state, [key], value, {})),
    without,
  );
}

const isManaged = (resource: Node) => textOf(resource, 'mode') === 'managed';

function textOf(resource: Node, key: string): string {
  return String(findNodeAtLocation(resource, [key])?.value);
}
