import { actionOf, type ResourceChange } from './change';
import { order, type PlanJson, type Written } from './plan';
import { at, isObject, Mark, same, type Value, visible } from './value';

/** A resource that somebody changed beside the code, so that the next deploy would change it back. */
export interface Drifted {
  readonly address: string;
  /** It is not there any more. */
  readonly gone: boolean;
  /** Values by path, such as `tags.owner`: as they were deployed, and as they are. Nothing sensitive is in them. */
  readonly deployed: Readonly<Record<string, Value>>;
  readonly found: Readonly<Record<string, Value>>;
}

export interface Found {
  readonly drifted: readonly Drifted[];
  /** Addresses of what a deploy would change for another reason: the code is ahead of what was deployed. */
  readonly pending: readonly string[];
}

/**
 * Separates drift from pending changes. Drift is a difference from the state that a deploy would undo. Values that the
 * code does not set, such as the number of pods that an autoscaler chose or the time of the last use, are not drift.
 */
export function findDrift(json: PlanJson, written: Written = {}): Found {
  const refreshed = new Map((json.resource_drift ?? []).map((change) => [keyOf(change), change]));
  const drifted: Drifted[] = [];
  const pending: string[] = [];
  for (const planned of json.resource_changes ?? []) {
    const action = actionOf(planned.change.actions);
    if (planned.mode !== 'managed' || !action) continue;
    const refresh = refreshed.get(keyOf(planned));
    const isGone = refresh?.change.actions[0] === 'delete' && action === 'create';
    // What the code no longer has is not set back.
    const stays = !isGone && action !== 'delete';
    const back = refresh && stays ? setBack(refresh, planned, written) : [];
    if (isGone) drifted.push({ address: planned.address, gone: true, deployed: {}, found: {} });
    else if (refresh && back.length > 0) drifted.push(values(refresh, back));
    if (!isGone && isAhead(planned, back)) pending.push(planned.address);
  }
  const outputs = Object.entries(json.output_changes ?? {}).filter(([, { actions }]) => actionOf(actions));
  return {
    drifted: drifted.sort((a, b) => order(a.address, b.address)),
    pending: [...pending, ...outputs.map(([name]) => `output.${name}`)].sort(order),
  };
}

/** Paths that differ from the state, and that a deploy would change again. */
function setBack({ change: refresh }: ResourceChange, planned: ResourceChange, written: Written): string[][] {
  const wanted = plannedPaths(planned, written);
  const { before, after } = visible(refresh);
  return paths(before, after).filter((path) => wanted.some((other) => touches(path, other)));
}

/** Whether a deploy would change more than to set drift back. */
function isAhead(planned: ResourceChange, back: readonly (readonly string[])[]): boolean {
  if (back.length === 0) return true;
  if (actionOf(planned.change.actions) !== 'update') return false;
  const { before, after } = visible(planned.change);
  return paths(before, after)
    .filter((path) => at(after, path) !== Mark.unknown)
    .some((path) => !back.some((other) => touches(path, other)));
}

/** What only the apply tells counts where the stack sets it: AWS sets the rest anew with any change. */
function plannedPaths({ type, name, change }: ResourceChange, { resource }: Written): string[][] {
  const { before, after } = visible(change);
  const own = resource?.[type]?.[name];
  return paths(before, after).filter((path) => at(after, path) !== Mark.unknown || isWritten(own, path));
}

/** A block that stands alone is a list in a plan, and none where it is written. */
function isWritten(own: Value, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return own !== undefined;
  if (key === '0' && isObject(own)) return isWritten(own, rest);
  return (
    typeof own === 'string' || (isObject(own) || Array.isArray(own) ? isWritten(at(own, [key]), rest) : false)
  );
}

function values({ address, change }: ResourceChange, back: readonly string[][]): Drifted {
  const { before, after } = visible(change);
  const pick = (value: Value) => Object.fromEntries(back.map((path) => [path.join('.'), at(value, path)]));
  return { address, gone: false, deployed: pick(before), found: pick(after) };
}

/** Paths of the smallest parts that differ. A list of another length is one part. */
function paths(before: Value, after: Value, path: readonly string[] = []): string[][] {
  if (same(filled(before), filled(after))) return [];
  const areLists = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  if (!areLists && !(isObject(before) && isObject(after))) return [[...path]];
  const keys = new Set([...Object.keys(before as object), ...Object.keys(after as object)]);
  return [...keys].flatMap((key) => paths(at(before, [key]), at(after, [key]), [...path, key]));
}

/** Without what is empty: after a deploy the state can have nothing where a refresh finds an empty list. */
function filled(value: Value): Value {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(filled);
  if (!isObject(value)) return value === '' ? null : value;
  const parts = Object.entries(value).map(([key, part]) => [key, filled(part)] as const);
  const full = parts.filter(([, part]) => part !== null && part !== undefined);
  return full.length === 0 ? null : Object.fromEntries(full);
}

/** Whether one of two paths is the other, or a part of it. */
function touches(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.every((key, index) => key === long[index]);
}

function keyOf({ address, deposed = '' }: ResourceChange): string {
  return `${address} ${deposed}`;
}
