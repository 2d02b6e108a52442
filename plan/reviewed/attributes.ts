import { andAbove, type Leaf, UNKNOWN } from './leaves';
import type { NormalPlan } from './normal-form';
import type { ReviewedAttribute, ReviewedChange } from './schema';
import { shownLeaf } from './words';

/** What differs in one resource. */
export interface AttributeDifference {
  /** Undefined: all of the resource. */
  readonly path?: string;
  /** The end of a sentence that begins with the address, and the path. */
  readonly text: string;
}

const WORDS: Readonly<Record<ReviewedChange['action'], string>> = {
  create: 'made new',
  update: 'changed',
  replace: 'replaced',
  delete: 'deleted',
  forget: 'left to itself',
  adopt: 'taken into the state',
};

/** Attributes of a change that nobody saw; the report of the plan has all of them. */
const MOST = 3;

/** What a change that nobody saw would do, in words. */
export function unseen({ action, attributes }: ReviewedChange): string {
  const all = action === 'update' ? Object.entries(attributes) : [];
  const told = all.slice(0, MOST).map(([path, attribute]) => `${path} ${becomes(attribute)}`);
  const more = all.length > MOST ? [`${all.length - MOST} more of it`] : [];
  const what = told.length > 0 ? `: ${[...told, ...more].join(', ')}` : '';
  return `would be ${WORDS[action]}, and no review showed that${what}`;
}

/** What of a change is other than what was reviewed, or more. None: it is the same, or less. */
export function compareChange(
  reviewed: ReviewedChange,
  now: ReviewedChange,
  plan: NormalPlan,
): AttributeDifference[] {
  if (reviewed.action !== now.action) {
    return [{ text: `was to be ${WORDS[reviewed.action]}, and would be ${WORDS[now.action]}` }];
  }
  return [
    ...whole(reviewed, now),
    ...Object.keys(now.attributes).flatMap((path) => more(path, reviewed, now, plan)),
    ...Object.keys(reviewed.attributes).flatMap((path) => missing(path, reviewed, now, plan)),
  ];
}

function whole(reviewed: ReviewedChange, now: ReviewedChange): AttributeDifference[] {
  const isOther = [
    reviewed.createsFirst !== now.createsFirst &&
      `would be replaced with the old one deleted ${now.createsFirst ? 'after' : 'before'} the new one is made, and the review showed the opposite order`,
    reviewed.adopted !== now.adopted &&
      `would take over ${now.adopted ?? 'nothing'}, and the review showed ${reviewed.adopted ?? 'nothing'}`,
  ];
  return isOther.flatMap((text) => (text ? [{ text }] : []));
}

/** Of an attribute that would change: whether it was reviewed so. */
function more(
  path: string,
  reviewed: ReviewedChange,
  now: ReviewedChange,
  plan: NormalPlan,
): AttributeDifference[] {
  const will = now.attributes[path]!;
  const seen = reviewed.attributes[path];
  if (seen && seen.after === will.after && seen.code === will.code) {
    // AWS sets it anew with any change: what it was does not matter.
    const isLeftToAws = will.after === UNKNOWN && will.code === undefined;
    return isLeftToAws || seen.before === will.before ? [] : [{ path, text: otherBefore(seen, will) }];
  }
  if (will.after !== UNKNOWN && tellsUnknown(path, reviewed, plan)) {
    const isMoved = seen?.code !== undefined && seen.before !== will.before;
    return isMoved ? [{ path, text: otherBefore(seen, will) }] : [];
  }
  if (!seen) return [{ path, text: `${becomes(will)}, and the review did not show that` }];
  if (seen.after === will.after) {
    return [{ path, text: 'is said in another way by the code than when it was reviewed' }];
  }
  return [{ path, text: `was reviewed to become ${shownLeaf(seen.after)}, and ${becomes(will)}` }];
}

/** Whether a value that only the apply could tell is known now, and the code says the same of it as before. */
function tellsUnknown(path: string, { address, attributes }: ReviewedChange, plan: NormalPlan): boolean {
  const unknown = andAbove(path).find((one) => attributes[one]?.after === UNKNOWN);
  return unknown !== undefined && attributes[unknown]!.code === plan.code(address, unknown);
}

/** Of an attribute that was reviewed, and would not change: whether it is already what it was to become. */
function missing(
  path: string,
  reviewed: ReviewedChange,
  now: ReviewedChange,
  plan: NormalPlan,
): AttributeDifference[] {
  if (andAbove(path).some((one) => one in now.attributes)) return [];
  const seen = reviewed.attributes[path]!;
  const after = plan.after.get(now.address) ?? new Map<string, Leaf>();
  const is = after.get(path);
  if (seen.after === UNKNOWN) {
    const isMade = now.action === 'create' || now.action === 'replace';
    if (!isMade || seen.code === undefined || is !== undefined) return [];
    const isThere = [...after.keys()].some((one) => one.startsWith(`${path}.`));
    return isThere ? [] : [{ path, text: 'was reviewed to be set, and would not be' }];
  }
  if (is === seen.after) return [];
  // Which of two secrets it is nobody sees; that it does not change is less.
  if (is !== undefined && isSensitive(is) && isSensitive(seen.after)) return [];
  return [
    {
      path,
      text: `was reviewed to become ${shownLeaf(seen.after)}, and would be ${shownLeaf(is)} afterwards`,
    },
  ];
}

function isSensitive(leaf: Leaf | undefined): boolean {
  return leaf?.startsWith('<sensitive') ?? false;
}

function becomes({ before, after }: ReviewedAttribute): string {
  return before === undefined
    ? `would become ${shownLeaf(after)}`
    : `would go from ${shownLeaf(before)} to ${shownLeaf(after)}`;
}

function otherBefore(seen: ReviewedAttribute, will: ReviewedAttribute): string {
  return `was reviewed to go from ${shownLeaf(seen.before)} to ${shownLeaf(seen.after)}, and is ${shownLeaf(will.before)} by now`;
}
