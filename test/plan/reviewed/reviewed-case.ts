import type { ResourceChange } from '../../../plan/change';

import type { PlanJson, Written } from '../../../plan/plan';
import { type Comparison, compareReviewed } from '../../../plan/reviewed/compare';
import { type Circumstances, kept, normalForm } from '../../../plan/reviewed/normal-form';
import { type Reviewed, reviewedSchema } from '../../../plan/reviewed/schema';
import { corpus } from '../corpus';

/** A plan that can be made another one: what was reviewed becomes what would be applied. */
export interface Draft {
  json: { -readonly [Key in keyof PlanJson]: PlanJson[Key] } & { resource_changes: ResourceChange[] };
  written: Written;
  circumstances: Circumstances;
}

export const CIRCUMSTANCES: Circumstances = {
  providers: { 'hashicorp/aws': '5.100.0', 'hashicorp/kubernetes': '3.2.1' },
  account: '111111111111',
  region: 'eu-central-1',
};

const recorded = corpus();

/** Plans of the real providers. */
export const all = [...recorded].flatMap(([rule, cases]) =>
  cases.map((one) => [`${rule}: ${one.name}`, draftOf(one.plan, one.written)] as const),
);

/** One of them, by its rule and name. */
export function draft(name: string): Draft {
  const found = all.find(([other]) => other === name);
  if (!found) throw new Error(`no plan "${name}"`);
  return structuredClone(found[1]);
}

function draftOf(json: PlanJson, written: Written): Draft {
  return {
    json: { ...json, resource_changes: [...(json.resource_changes ?? [])] },
    written,
    circumstances: CIRCUMSTANCES,
  };
}

/** As the pull request's job writes it, and the deploy reads it. */
export function review({ json, written, circumstances }: Draft, more: object = {}): Reviewed {
  const dev = { ...kept(normalForm('dev', json, written, circumstances)), ...more };
  return reviewedSchema.parse(JSON.parse(JSON.stringify({ format: 1, stacks: { dev } })));
}

export function compared(reviews: Reviewed | readonly Reviewed[], applied: Draft): Comparison {
  const { json, written, circumstances } = applied;
  return compareReviewed([reviews].flat() as Reviewed[], normalForm('dev', json, written, circumstances));
}

/** The differences as lines. */
export function told({ differences }: Comparison): string[] {
  return differences.map(({ address, attribute, text }) =>
    [address, attribute, text].filter(Boolean).join(' '),
  );
}

/** Sets a part of the first resource that changes, or of one by its address. */
export function set(
  { json }: Draft,
  side: 'before' | 'after' | 'after_unknown' | 'after_sensitive',
  path: string,
  value: unknown,
  address?: string,
): void {
  const { change } = resource({ json } as Draft, address);
  Object.assign(change, { [side]: change[side] ?? {} });
  const keys = path.split('.');
  const last = keys.pop()!;
  const holder = keys.reduce<Record<string, unknown>>(
    (object, key) => {
      object[key] ??= {};
      return object[key] as Record<string, unknown>;
    },
    change[side] as Record<string, unknown>,
  );
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}

/** Makes Terraform do something else with the first resource that changes, or with one by its address. */
export function setActions(draft: Draft, actions: readonly string[], address?: string): void {
  resource(draft, address).change.actions = [...actions];
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function resource(
  { json }: Draft,
  address?: string,
): Omit<ResourceChange, 'change'> & { readonly change: Writable<ResourceChange['change']> } {
  const found = changing(json.resource_changes).find(
    (one) => address === undefined || one.address === address,
  );
  if (!found) throw new Error(`no resource ${address}`);
  return found;
}

/** Without what stays as it is. */
export function changing(resources: readonly ResourceChange[]): readonly ResourceChange[] {
  return resources.filter(({ change }) => change.actions.join() !== 'no-op');
}

/** One more that would be changed, as another plan has it. */
export function add({ json }: Draft, other: Draft, name: string): void {
  const one = structuredClone(resource(other));
  json.resource_changes.push({ ...one, name, address: `${one.type}.${name}` });
}
