import type { ClusterRight } from './world/clusters';

/** A right in Kubernetes: any of the verbs. */
export interface Wanted {
  /** Of the API. Empty: the core. */
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

export interface HeldRight {
  /** In words: `create jobs`. */
  readonly how: string;
  /** Names of the admission policies that keep it to less. Undefined: none does. */
  readonly heldBy?: readonly string[];
}

/**
 * The first of the rights that somebody has, best one that no admission policy holds.
 * @param namespace undefined: anywhere.
 */
export function first(
  rights: readonly ClusterRight[],
  wanted: readonly Wanted[],
  namespace?: string,
): HeldRight | undefined {
  const found = wanted.flatMap((one) =>
    rights.flatMap((right) => {
      const verb = one.verbs.find((verb) => has(right.verbs, verb));
      if (verb === undefined || !isAbout(right, one, namespace)) return [];
      return [{ how: `${verb} ${one.resource}`, heldBy: right.heldBy }];
    }),
  );
  return found.find(({ heldBy }) => heldBy === undefined) ?? found[0];
}

function isAbout(
  { groups, resources, namespaces }: ClusterRight,
  wanted: Wanted,
  namespace?: string,
): boolean {
  return (
    has(groups, wanted.group) &&
    has(resources, wanted.resource) &&
    (namespace === undefined ||
      namespaces === undefined ||
      namespaces.some((pattern) => isIn(pattern, namespace)))
  );
}

function has(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

function isIn(pattern: string, namespace: string): boolean {
  return pattern.endsWith('*') ? namespace.startsWith(pattern.slice(0, -1)) : namespace === pattern;
}
