import { effectIn, lowerCase, speaksOf } from '../../plan/policy/decide';
import { matches } from '../../plan/policy/match';
import type { PolicyStatement } from '../../plan/policy/statement';

/** Whoever calls AWS: a role or a user. */
export interface Principal {
  readonly arn: string;
  readonly account: string;
  readonly policies: readonly PolicyStatement[];
  /** The most that it can do. Undefined: what its policies say. */
  readonly boundary?: readonly PolicyStatement[];
}

/** A call, as far as it is settled. Of condition keys that are not settled the caller is free to choose the value. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Of the resource. */
  readonly account: string;
  /** The resource's own policy. */
  readonly policy?: readonly PolicyStatement[];
  /** The resource's policy has to allow it: of a key, and of a role that is taken. */
  readonly needsPolicy?: boolean;
  /** All tags of the resource. Undefined: whichever the caller likes. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Settled condition keys. Undefined: settled to have no value. */
  readonly context?: Readonly<Record<string, string | undefined>>;
}

/** Keys that only services of AWS set. */
const OF_SERVICES = /^aws:(sourcearn|sourceaccount|principaltag\/.*)$/;
/** A role shows no second factor: its session is not a person's. */
const OF_PEOPLE = /^aws:multifactorauth/;

/** The most ways in which a call is tried. */
const LIMIT = 20_000;

/**
 * Whether somebody can make a call in any way: what a caller may choose is tried, with each value that a policy names,
 * with one that none names, and with none. So the answer is what can be reached at most.
 * @throws Error when there are too many ways.
 */
export function may(caller: Principal, call: Call): boolean {
  const { action, resource } = call;
  if (call.policy === undefined && !hasAllow(ofAction(caller.policies, action))) return false;
  const principals = principalsOf(caller);
  const about = (some: readonly PolicyStatement[]) =>
    ofAction(some, action).filter((one) => speaksOf(one, { action, resource, principals }));
  const identity = about(caller.policies);
  const policy = about(call.policy ?? []);
  if (!hasAllow(identity) && !hasAllow(policy)) return false;
  const boundary = caller.boundary && about(caller.boundary);
  if (boundary && !hasAllow(boundary)) return false;
  const settled = { ...settledBy(caller, call), ...lowerCase(call.context) };
  const isSettled = (key: string) =>
    key in settled ||
    OF_SERVICES.test(key) ||
    (OF_PEOPLE.test(key) && caller.arn.includes(':role/')) ||
    (call.tags !== undefined && key.startsWith('aws:resourcetag/'));
  const byName = policy.filter(({ principals }) => principals.includes(`AWS:${caller.arn}`));
  for (const context of contexts([...identity, ...(boundary ?? []), ...policy], settled, isSettled)) {
    const says = (some: readonly PolicyStatement[]) => effectIn(some, context);
    if (isAllowed(caller, call, { identity, boundary, policy, byName }, says)) return true;
  }
  return false;
}

function hasAllow(some: readonly PolicyStatement[]): boolean {
  return some.some(({ effect }) => effect === 'Allow');
}

const indexed = new WeakMap<readonly PolicyStatement[], Map<string, readonly PolicyStatement[]>>();

/** Statements about an action, found once: the same policies are asked for many resources. */
function ofAction(some: readonly PolicyStatement[], action: string): readonly PolicyStatement[] {
  const index = indexed.get(some) ?? new Map<string, readonly PolicyStatement[]>();
  indexed.set(some, index);
  const known = index.get(action);
  if (known) return known;
  const found = some.filter(({ actions, inverted }) => {
    const isNamed = actions.some((pattern) => matches(pattern, action.toLowerCase()));
    return isNamed !== inverted.includes('NotAction');
  });
  index.set(action, found);
  return found;
}

interface About {
  readonly identity: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[];
  /** Of the resource. */
  readonly policy: readonly PolicyStatement[];
  /** Those of it that name the caller itself, and not its account. */
  readonly byName: readonly PolicyStatement[];
}

/** Source: IAM User Guide, "Policy evaluation logic"; AWS KMS Developer Guide, "Key policies". */
function isAllowed(
  caller: Principal,
  { account, needsPolicy = false }: Call,
  { identity, boundary, policy, byName }: About,
  says: (some: readonly PolicyStatement[]) => PolicyStatement['effect'] | undefined,
): boolean {
  const byIdentity = says(identity);
  const byPolicy = says(policy);
  if (byIdentity === 'Deny' || byPolicy === 'Deny') return false;
  if (boundary && says(boundary) !== 'Allow') return false;
  const isOwnAccount = account === caller.account;
  // A policy that names the caller lets it in; one that names the account leaves it to the account's own policies.
  if (isOwnAccount && says(byName) === 'Allow') return true;
  if (byIdentity !== 'Allow') return false;
  return byPolicy === 'Allow' || (isOwnAccount && !needsPolicy);
}

function principalsOf({ arn, account }: Principal): string[] {
  return [`AWS:${arn}`, `AWS:${arn.split(':').slice(0, 2).join(':')}:iam::${account}:root`];
}

function settledBy({ arn, account }: Principal, { tags = {} }: Call): Record<string, string | undefined> {
  const ofTags = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return lowerCase({
    ...Object.fromEntries(ofTags),
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
  });
}

/** Each way to fill the keys that the statements ask for. */
function* contexts(
  statements: readonly PolicyStatement[],
  settled: Readonly<Record<string, string | undefined>>,
  isSettled: (key: string) => boolean,
): Generator<Record<string, string>> {
  const chosen = new Map<string, Set<string | undefined>>();
  for (const [condition, values] of statements.flatMap(({ conditions }) => [...conditions])) {
    const key = condition.split(' ')[1]!;
    if (isSettled(key)) continue;
    const known = chosen.get(key) ?? new Set([undefined, 'something-else']);
    for (const value of values) known.add(value.replace(/\$\{[^}]*\}|\*/g, 'any').replaceAll('?', 'a'));
    chosen.set(key, known);
  }
  const ways = [...chosen.values()].reduce((product, { size }) => product * size, 1);
  if (ways > LIMIT)
    throw new Error(`${ways} ways to choose ${[...chosen.keys()].join(', ')}: too many to try`);
  const fixed = Object.entries(settled).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const keys = [...chosen];
  function* fill(index: number, context: Record<string, string>): Generator<Record<string, string>> {
    const next = keys[index];
    if (next === undefined) return yield context;
    const [key, values] = next;
    for (const value of values) {
      yield* fill(index + 1, value === undefined ? context : { ...context, [key]: value });
    }
  }
  yield* fill(0, Object.fromEntries(fixed));
}
