import type { Change } from '../../change';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { fromTo } from '../../setting/shown';
import type { TypeKind } from '../../types/kind';
import { isObject, Mark, type Value } from '../../value';

/** Attributes that say what a safeguard is about, or what it puts there: `target_id`, `policy_id`, `standards_arn`. */
const NAMES = /(^|_)(id|arn|arns|identifier|account|principal)$/;
/** Of AWS's own making. */
const OWN = ['id', 'arn', 'arns', 'identifier'];

/** Why a safeguard that is replaced no longer stands where it stood, or is another one. */
export function safeguardMoved(
  change: Change,
  kind: Exclude<TypeKind, { side: 'nothing' }>,
  plan: Plan,
): string | undefined {
  if (change.action !== 'replace' || !isObject(change.before)) return undefined;
  const names = Object.keys(change.before).filter((name) => isName(name, kind));
  const moved = names.filter((name) => isAnother(change, name, plan));
  if (moved.length === 0 || plan.keepsAnother(change, names)) return undefined;
  const what = moved.map((name) => `${name} ${fromTo(change.was(name), change.will(name))}`).join(', ');
  return `is replaced by another (${what}): ${kind.what}`;
}

function isName(name: string, { of }: { readonly of?: string }): boolean {
  return name === of || (NAMES.test(name) && !OWN.includes(name));
}

/** What only has no id yet, as it is replaced by the same plan, is the same for whoever reads the code. */
function isAnother(change: Change, name: string, plan: Plan): boolean {
  const [was, will] = [change.was(name), change.will(name)];
  if (!isTold(was) || !change.changes(name)) return false;
  if (!(will instanceof Mark)) return will !== null && will !== undefined;
  if (will !== Mark.unknown) return false;
  return change.isWritten
    ? change.writes(name) && !isReplaced(change.refersTo(name), plan)
    : change.replacedFor.includes(name) && !plan.ends(was);
}

function isTold(value: Value): boolean {
  return (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0);
}

const replaced = oncePer(
  ({ changes }) => new Set(changes.filter(({ action }) => action === 'replace').map((one) => one.address)),
);

function isReplaced(address: string | undefined, plan: Plan): boolean {
  return address !== undefined && replaced(plan).has(address);
}
