import type { SynthesizedDocument } from '../terraform/synthesized-stack';

/** The chain of resources, each needing the one before, that takes longest. */
export interface CriticalPath {
  readonly seconds: number;
  readonly addresses: readonly string[];
}

/**
 * The least time in which a stack can be applied, however many resources are made at once: the waits of the
 * longest chain through its references and `depends_on`.
 * @param waits seconds that a resource of a type takes at least; 0 when not named.
 */
export function criticalPath(
  { resource = {} }: SynthesizedDocument,
  waits: Readonly<Record<string, number>>,
): CriticalPath {
  const needs = dependencies(resource);
  const longest = new Map<string, CriticalPath>();
  const to = (address: string): CriticalPath => {
    const known = longest.get(address);
    if (known) return known;
    const before = [...needs.get(address)!]
      .map(to)
      .reduce((a, b) => (b.seconds > a.seconds ? b : a), { seconds: 0, addresses: [] });
    const path = {
      seconds: before.seconds + (waits[address.split('.')[0]!] ?? 0),
      addresses: [...before.addresses, address],
    };
    longest.set(address, path);
    return path;
  };
  return [...needs.keys()].map(to).reduce((a, b) => (b.seconds > a.seconds ? b : a));
}

/** What each resource refers to. */
function dependencies(resource: NonNullable<SynthesizedDocument['resource']>): Map<string, Set<string>> {
  const all = Object.entries(resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, attributes]) => ({
      address: `${type}.${id}`,
      text: JSON.stringify(attributes),
    })),
  );
  const addresses = new Set(all.map(({ address }) => address));
  return new Map(
    all.map(({ address, text }) => {
      const found = (text.match(/\b[a-z]+_[a-z0-9_]+\.[\w-]+/g) ?? []).filter((name) => name !== address);
      return [address, new Set(found.filter((name) => addresses.has(name)))];
    }),
  );
}
