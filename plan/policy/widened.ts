import { isCovered, remainder } from './covered';
import type { PolicyStatement } from './statement';

/** What a statement lets one principal do with one action on one resource. */
export interface AllowedAccess extends PolicyStatement {
  /** The action; for `NotAction` all that are in the list. */
  readonly action: string;
  /** Empty: a trust policy has none. */
  readonly resource: string;
  /** Empty: a role's policy has none. */
  readonly principal: string;
}

/** So many parts are compared with statements at most. AWS takes no policy that needs near as many. */
const MOST = 5_000_000;

/**
 * All that a policy allows and did not allow before, one by one. Statements count as sets of what they are about: how
 * it is put, in which order and in how many statements, does not count. Errs on the side of too much.
 * @throws Error when a policy is too large.
 */
export function newGrants(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): AllowedAccess[] {
  return added(before, after, 'Allow');
}

/** The denials that are gone, or deny less, each with what of it is lost. */
export function lostDenials(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): PolicyStatement[] {
  const lost = new Map<PolicyStatement, AllowedAccess[]>();
  const of = new Map<PolicyStatement, PolicyStatement>();
  for (const part of added(after, before, 'Deny', of)) {
    const denial = of.get(part)!;
    lost.set(denial, lost.get(denial) ?? []);
    lost.get(denial)!.push(part);
  }
  return [...lost].map(([denial, parts]) => joined(denial, parts));
}

/** What statements of an effect are about in `more` and not in `less`. */
function added(
  less: readonly PolicyStatement[],
  more: readonly PolicyStatement[],
  effect: PolicyStatement['effect'],
  origins?: Map<PolicyStatement, PolicyStatement>,
): AllowedAccess[] {
  const known = less.filter((statement) => statement.effect === effect);
  const keys = new Set(known.map(keyOf));
  const others = more.filter((statement) => statement.effect === effect && !keys.has(keyOf(statement)));
  const size = others.reduce((sum, statement) => sum + sizeOf(statement), 0);
  if (size * (known.length + 1) > MOST) throw new Error(`it differs in ${size} parts`);
  const found: AllowedAccess[] = [];
  for (const statement of others) {
    if (isCovered(statement, known)) continue;
    for (const part of parts(statement)) {
      for (const left of remainder(part, known)) {
        const access = { ...part, ...left };
        origins?.set(access, statement);
        found.push(access);
      }
    }
  }
  return found;
}

function keyOf({ actions, resources, principals, conditions, inverted }: PolicyStatement): string {
  return JSON.stringify([actions, resources, principals, [...conditions].sort(), inverted]);
}

function sizeOf(statement: PolicyStatement): number {
  return ELEMENTS.reduce((product, element) => product * values(statement, element).length, 1);
}

type Element = 'actions' | 'resources' | 'principals';
const ELEMENTS: readonly Element[] = ['principals', 'actions', 'resources'];
const NOT = { actions: 'NotAction', resources: 'NotResource', principals: 'NotPrincipal' } as const;

/** All but a list is one thing, not one for each item. */
function values(statement: PolicyStatement, element: Element): readonly (readonly string[])[] {
  const own = statement[element];
  if (statement.inverted.includes(NOT[element])) return [own];
  return own.length > 0 || element === 'actions' ? own.map((value) => [value]) : [[]];
}

function* parts(statement: PolicyStatement): Generator<AllowedAccess> {
  for (const principals of values(statement, 'principals')) {
    for (const actions of values(statement, 'actions')) {
      for (const resources of values(statement, 'resources')) {
        const [principal, action, resource] = [principals, actions, resources].map((some) => some.join());
        yield {
          ...statement,
          principals,
          actions,
          resources,
          principal: principal!,
          action: action!,
          resource: resource!,
        };
      }
    }
  }
}

function joined(denial: PolicyStatement, lost: readonly PolicyStatement[]): PolicyStatement {
  const all = (element: Element) => [...new Set(lost.flatMap((part) => part[element]))].sort();
  return { ...denial, actions: all('actions'), resources: all('resources'), principals: all('principals') };
}

/** Both ways in which a policy can allow more. A text: why nobody can tell. */
export function changeOf(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): { readonly grants: AllowedAccess[]; readonly denials: PolicyStatement[] } | string {
  try {
    return { grants: newGrants(before, after), denials: lostDenials(before, after) };
  } catch (error) {
    return (error as Error).message;
  }
}
