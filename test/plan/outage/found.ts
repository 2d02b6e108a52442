import type { ResourceChange } from '../../../plan/change';
import { findings } from '../../../plan/rules';
import { manifest as manifestOf } from '../kubernetes/shapes';
import { entry, plan } from '../made';

/** A plan, and what is found of outages in it. */
export type Row = readonly [name: string, changes: readonly ResourceChange[], expected: readonly string[]];

/** What the rules of outages find in a plan, reason by reason: `rule address reason`. */
export function found(...changes: readonly ResourceChange[]): string[] {
  return findings(plan(...changes)).flatMap(({ rule, change, reasons }) =>
    rule.kind === 'outage' ? reasons.map((reason) => `${rule.id} ${change.address} ${reason}`) : [],
  );
}

/** One that changes in place. */
export const changed = (address: string, before: object, after: object): ResourceChange =>
  entry(address, before, { ...before, ...after });

/** One that goes before the next one comes. */
export const replaced = (address: string, before: object, after: object = {}): ResourceChange =>
  entry(address, before, { ...before, ...after }, { actions: ['delete', 'create'] });

/** One whose successor is there first. */
export const succeeded = (address: string, before: object, after: object = {}): ResourceChange =>
  entry(address, before, { ...before, ...after }, { actions: ['create', 'delete'] });

/** An object of Kubernetes as a manifest. */
export const manifest = (kind: string, name: string, rest: object = {}) =>
  manifestOf('v1', kind, rest, { name });
