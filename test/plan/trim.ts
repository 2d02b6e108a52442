import type { ResourceChange } from '../../plan/change';
import type { PlanJson, Written } from '../../plan/plan';
import type { Case, Resources } from './cases/case';

/** Attributes that say which resource it is, or that rules read of any. */
const ALWAYS = ['id', 'arn', 'name', 'bucket', 'tags', 'tags_all', 'metadata'];

/** The part of a plan that is one case's, with addresses as the case has them. */
export function trimmed(
  plan: PlanJson,
  { before, after, isGone }: Case,
  slug: string,
): { plan: PlanJson; written: Written } {
  // With what stays as it is: what others are of, and what is left of several, counts.
  const mine = (plan.resource_changes ?? []).filter(
    (one) => one.name.startsWith(`${slug}_`) && !isPreviewThatStays(one),
  );
  const resource_changes = mine.map((change) => slimmed(change, [before, after], slug));
  const drift = (plan.resource_drift ?? []).filter(({ name }) => name.startsWith(`${slug}_`));
  const resource_drift = drift.map((change) => slimmed(change, [before, after], slug));
  return {
    plan: JSON.parse(
      neutral(
        JSON.stringify({
          format_version: plan.format_version,
          resource_changes,
          ...(isGone && { resource_drift }),
        }),
        slug,
      ),
    ),
    written: JSON.parse(
      neutral(JSON.stringify({ resource: after }), slug)
        .replaceAll('$', 'x')
        .replaceAll('x{', '${'),
    ),
  };
}

function slimmed(change: ResourceChange, sides: readonly Resources[], slug: string): ResourceChange {
  const { address, mode, type, change: inner } = change;
  const name = change.name.slice(slug.length + 1);
  const own = sides.flatMap((side) => Object.keys(side[type]?.[name] ?? {}));
  const values = [inner.before, inner.after].map((side) => (side ?? {}) as Record<string, unknown>);
  const differs = Object.keys({ ...values[0], ...values[1] }).filter(
    (key) => JSON.stringify(values[0]![key]) !== JSON.stringify(values[1]![key]),
  );
  const isOf = inner.actions.length === 1 && inner.actions[0] !== 'update' ? own : [...own, ...differs];
  const keys = [...ALWAYS, ...isOf];
  const pick = (side: unknown) =>
    typeof side === 'object' && side !== null && !Array.isArray(side)
      ? pruned(Object.fromEntries(Object.entries(side).filter(([key]) => keys.includes(key))))
      : side;
  return {
    address: address.replace(change.name, name),
    mode,
    type,
    name,
    change: {
      actions: inner.actions,
      before: pick(inner.before),
      after: pick(inner.after),
      ...marks({
        after_unknown: pick(inner.after_unknown),
        before_sensitive: pick(inner.before_sensitive),
        after_sensitive: pick(inner.after_sensitive),
      }),
      ...(inner.replace_paths && { replace_paths: inner.replace_paths }),
    },
  };
}

/** Namespaces are of previews so that they may go. In a case in which they stay, that is no part of it. */
function isPreviewThatStays({ type, change }: ResourceChange): boolean {
  return type === 'kubernetes_namespace_v1' && change.actions.join() === 'no-op';
}

/** Without attributes of which nothing is marked: Terraform writes down their shape. */
function marks(kinds: Readonly<Record<string, unknown>>): object {
  const isMarked = (value: unknown): boolean =>
    typeof value === 'object' && value !== null ? Object.values(value).some(isMarked) : value === true;
  const marked = Object.entries(kinds).map(([kind, value]) => {
    if (typeof value !== 'object' || value === null) return [kind, value] as const;
    return [kind, Object.fromEntries(Object.entries(value).filter(([, part]) => isMarked(part)))] as const;
  });
  return Object.fromEntries(marked.filter(([, value]) => isMarked(value)));
}

/** Without what is null, or marks nothing: Terraform writes down every attribute that there is. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, pruned(part)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== null));
}

/** The same text at each making: ids and times that somebody has made up are numbered, or left out. */
function neutral(text: string, slug: string): string {
  const seen = new Map<string, string>();
  const made =
    /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?:acl|ami|eipalloc|eipassoc|fl|eni|fs|fsmt|i|igw|lt|nat|pcx|pl|rtb|rtbassoc|sg|sgr|snap|subnet|vol|vpc|vpce)-[0-9a-f]{8,17}\b|\b[0-9a-f]{16}\b|\b[AZ][0-9A-Z]{13,20}\b|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(?:Z|\+00:00)?/g;
  const counted = text.replace(/(?<="resource_version":")\d+/g, '1');
  return counted.replaceAll(slug, 'x').replace(made, (id) => {
    const kind = id.match(/^[a-z]+(?=-[0-9a-f]{8,17}$)/)?.[0] ?? 'id';
    if (!seen.has(id)) seen.set(id, `${kind}-${seen.size + 1}`);
    return seen.get(id)!;
  });
}
