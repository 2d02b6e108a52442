import type { Change } from '../../change';
import { allOf, type Reasons, type Rule } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, list, Mark, type Value } from '../../value';

type Judge = (change: Change, plan: Plan) => Reasons;

/** A rule for what no longer runs, answers or survives. What is of a preview, or was replaced before, is nobody's loss. */
export function outage(id: string, finds: string, ...judges: readonly Judge[]): Rule {
  return {
    id,
    kind: 'outage',
    finds,
    judge: (change, plan) =>
      change.isPreview || change.isDeposed ? undefined : allOf(...judges.map((judge) => judge(change, plan))),
  };
}

/** What others name a resource by. */
const NAMES = [...['id', 'arn', 'name', 'function_name', 'cluster_identifier', 'dns_name', 'domain_name']];

const endings = oncePer((plan: Plan) => {
  const found = new Map<string, Set<Value>>();
  for (const { type, before, ends } of plan.changes) {
    if (!ends) continue;
    if (!found.has(type)) found.set(type, new Set());
    for (const name of NAMES) found.get(type)!.add(at(before, name));
  }
  return found;
});

/** Whether what somebody names is deleted or replaced by the same plan, if it has one of the types. */
export function ends(plan: Plan, name: Value, ...types: readonly string[]): boolean {
  return typeof name === 'string' && types.some((type) => endings(plan).get(type)?.has(name));
}

/** A number, or a text of one. */
export function amount(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** There was something, and is nothing, or nobody knows. */
export const toNothing = (was: Value, will: Value) =>
  (amount(was) ?? 0) > 0 && (will instanceof Mark || amount(will) === 0);

/** There were several, and is one. */
export const toOne = (was: Value, will: Value) => (amount(was) ?? 0) > 1 && amount(will) === 1;

/** There is half as much, or less, and still something. */
export const halved = (was: Value, will: Value) => {
  const [before, after] = [amount(was) ?? 0, amount(will) ?? 0];
  return after > 0 && after <= before / 2;
};

/** `a`, `a and b`, `a, b and c`; of many the first. */
export function named(all: readonly string[], most = 5): string {
  const shown = [...new Set(all)].slice(0, most);
  const more = new Set(all).size - shown.length;
  const parts = more > 0 ? [...shown, `${more} more`] : shown;
  const last = parts.pop() ?? '';
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
}

/** `1 server`, `3 servers`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A value as a reader may see it. */
export function word(value: Value): string {
  if (value instanceof Mark) return value.text;
  if (value === undefined || value === null || value === '') return 'nothing';
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}

/** The last part of an address, an ARN or a path: what people call it. */
export function short(value: Value): string {
  return typeof value === 'string' ? (value.split(/[/:]/).filter(Boolean).at(-1) ?? value) : word(value);
}

/** Whether a block such as `forward {}` is there. */
export const has = (value: Value) => list(value).some((item) => item !== null && item !== undefined);
