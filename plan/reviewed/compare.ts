import { type AttributeDifference, compareChange, unseen } from './attributes';
import type { Difference } from './difference';
import { UNKNOWN } from './leaves';
import type { NormalPlan } from './normal-form';
import type { Reviewed, ReviewedChange, ReviewedPlan } from './schema';

export interface Comparison {
  /** None: what would be applied is what was reviewed, or less. */
  readonly differences: readonly Difference[];
  /** Addresses of reviewed changes that are not planned any more, as what they are about is right by now. */
  readonly less: readonly string[];
  /** Why not everything was compared. */
  readonly note?: string;
}

/**
 * Compares what would be applied with what pull requests have shown. Whatever is there must have been there then: each
 * change, each attribute of it, and each danger. What is not there any more is less, and goes on.
 * @param reviews of the pull requests that come with the deploy, the oldest first.
 */
export function compareReviewed(reviews: readonly Reviewed[], now: NormalPlan): Comparison {
  const plans = reviews.flatMap(({ stacks }) =>
    Object.hasOwn(stacks, now.stack) ? [stacks[now.stack]!] : [],
  );
  const seen = byAddress(plans);
  const mode = modeOf(plans);
  const changed =
    mode === 'waits' ? [] : now.changes.flatMap((change) => changeDifferences(change, seen, now, mode));
  const planned = new Set(now.changes.map(({ address }) => address));
  return {
    differences: [
      ...(now.changes.length > 0 ? circumstances(plans, now) : []),
      ...changed,
      ...newFindings(plans, now),
    ].map((difference) => ({ stack: now.stack, ...difference })),
    less: [...seen.keys()].filter((address) => !planned.has(address)),
    ...(mode !== 'whole' && now.changes.length > 0 && { note: `${now.stack} ${noteOf(plans, mode)}` }),
  };
}

type Found = Omit<Difference, 'stack'>;

/** How much of a stack a review could show. */
type Mode = 'whole' | 'forecast' | 'waits';

function modeOf(plans: readonly ReviewedPlan[]): Mode {
  if (plans.some(({ waitsFor }) => waitsFor !== undefined)) return 'waits';
  return plans.some(({ forecast }) => forecast !== undefined) ? 'forecast' : 'whole';
}

function noteOf(plans: readonly ReviewedPlan[], mode: Mode): string {
  return mode === 'waits'
    ? `could not be planned for the review before ${plans.find(({ waitsFor }) => waitsFor)!.waitsFor} was deployed: only dangers were looked for`
    : `was reviewed as a forecast, as ${plans.find(({ forecast }) => forecast)!.forecast} changes what it reads: only deletions and dangers were compared`;
}

function byAddress(plans: readonly ReviewedPlan[]): Map<string, ReviewedChange[]> {
  const found = new Map<string, ReviewedChange[]>();
  for (const change of plans.flatMap(({ changes }) => changes)) {
    found.set(change.address, [...(found.get(change.address) ?? []), change]);
  }
  return found;
}

function changeDifferences(
  change: ReviewedChange,
  seen: ReadonlyMap<string, readonly ReviewedChange[]>,
  now: NormalPlan,
  mode: Mode,
): Found[] {
  const { address, action } = change;
  const isGone = action === 'delete' || action === 'forget';
  const candidates = seen.get(address) ?? [];
  if (mode === 'forecast' && !(isGone && candidates.every((one) => one.action !== action))) return [];
  const why = now.drifted.has(address) ? '; somebody changed it beside the code' : '';
  if (candidates.length === 0) return [{ address, text: `${unseen(change)}${why}` }];
  const each = candidates.map((candidate) => compareChange(candidate, change, now));
  if (each.some((differences) => differences.length === 0) || isShownTogether(candidates, change, now))
    return [];
  // Against the newest: what came before it is what that one was reviewed with.
  return each.at(-1)!.map(({ path, text }: AttributeDifference) => ({
    address,
    ...(path !== undefined && { attribute: path }),
    text: `${text}${why}`,
  }));
}

/** Whether several reviews have shown it, each of them a part. */
function isShownTogether(
  candidates: readonly ReviewedChange[],
  change: ReviewedChange,
  now: NormalPlan,
): boolean {
  const alike = candidates.filter(({ action }) => action === change.action);
  if (alike.length < 2) return false;
  const left = alike.reduce<readonly string[]>(
    (paths, candidate) =>
      paths.filter((path) => {
        const part = { ...change, attributes: { [path]: change.attributes[path]! } };
        const own = candidate.attributes[path];
        const shown = { ...candidate, attributes: own ? { [path]: own } : unknowns(candidate) };
        return compareChange(shown, part, now).some((difference) => difference.path === path);
      }),
    Object.keys(change.attributes),
  );
  const isWhole = alike.some(
    ({ createsFirst, adopted }) => createsFirst === change.createsFirst && adopted === change.adopted,
  );
  return isWhole && left.length === 0;
}

function unknowns({ attributes }: ReviewedChange): ReviewedChange['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([, { after }]) => after === UNKNOWN));
}

/** What a plan was made by, and where it would be applied. */
function circumstances(plans: readonly ReviewedPlan[], now: NormalPlan): Found[] {
  const newest = plans.at(-1);
  if (!newest) return [];
  const versions = Object.keys(now.providers).filter((source) =>
    plans.every(({ providers }) => providers[source] !== now.providers[source]),
  );
  const places = (['account', 'region'] as const).filter((key) => newest[key] !== now[key]);
  return [
    ...versions.map((source) => ({
      text: `was reviewed with the provider ${source} ${newest.providers[source] ?? 'absent'}, and would be applied by ${now.providers[source]}`,
    })),
    ...places.map((key) => ({
      text: `was reviewed for the ${key} ${newest[key] ?? 'that the credentials are of'}, and would be applied to ${now[key] ?? 'that of the credentials'}`,
    })),
  ];
}

/** What the rules find dangerous, and did not find in the review. */
function newFindings(plans: readonly ReviewedPlan[], now: NormalPlan): Found[] {
  const known = new Map<string, Set<string>>();
  for (const { address, rule, reasons } of plans.flatMap(({ findings }) => findings)) {
    const key = `${rule} ${address}`;
    known.set(key, new Set([...(known.get(key) ?? []), ...reasons]));
  }
  return now.findings.flatMap(({ address, rule, reasons }) => {
    const fresh = reasons.filter((reason) => !known.get(`${rule} ${address}`)?.has(reason));
    return fresh.length > 0
      ? [{ address, text: `${fresh.join('; ')}: no review showed that danger (rule ${rule})` }]
      : [];
  });
}
