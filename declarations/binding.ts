import { type Backing, type Declarations, type Thing, thingsOf } from './backing';
import { INTERNET } from './bindable';
import { keptName } from './kept-name';
import type { KindDescription } from './kinds/kind-description';
import { type BackingKind, KINDS, type VariablesOf } from './kinds/kinds';
import type { Services } from './service';

/** What exists to be bound. */
export interface Declared {
  readonly backing: Backing;
  readonly services: Services;
}

/** What a name in a service's `bind` list means, and the names of the variables that the service gets for it. */
export type Binding = BackingBinding | ServiceBinding | InternetBinding;

/** A backing service. */
export type BackingBinding<K extends BackingKind = BackingKind> = {
  readonly [P in K]: {
    readonly kind: P;
    readonly name: string;
    readonly declaration: Declarations[P];
    readonly variables: VariablesOf<P>;
  };
}[K];

export interface ServiceBinding {
  readonly kind: 'service';
  /** The one that it keeps (declarations/kept-name.ts). */
  readonly name: string;
  readonly group: string;
  /** The one that answers: the first that has a port. */
  readonly process: string;
  /** `keptUrl`: the name of before, where it was renamed. Callers of then read that one. */
  readonly variables: { readonly url: string; readonly keptUrl?: string };
}

/** Addresses outside of the VPC, by HTTPS. */
export interface InternetBinding {
  readonly kind: 'internet';
  readonly name: 'internet';
  readonly variables: Readonly<Record<never, string>>;
}

/**
 * What a `bind` list means, in its order.
 * @throws when a name is not declared, or is a service without a port.
 */
export function bindingsOf(bind: readonly string[], declared: Declared): Binding[] {
  const things = new Map(thingsOf(declared.backing).map((thing) => [thing.name, thing]));
  const bound = new Set<BackingKind>();
  return bind.map((name) => {
    if (name === INTERNET) return { kind: 'internet', name, variables: {} };
    const thing = things.get(name);
    if (thing) {
      const isFirst = !bound.has(thing.kind);
      bound.add(thing.kind);
      return backingBinding(thing, isFirst);
    }
    if (Object.hasOwn(declared.services, name)) return serviceBinding(name, declared.services);
    throw new Error(`bind: got "${name}", allowed ${bindableNames(declared).join(', ')}`);
  });
}

/** The names of whatever can be bound, and of services that answer nobody. */
export function bindableNames({ backing, services }: Declared): string[] {
  return [...thingsOf(backing).map(({ name }) => name), ...Object.keys(services), INTERNET];
}

function backingBinding<K extends BackingKind>({ kind, name, declaration }: Thing<K>, isFirst: boolean) {
  const { variables, ownName }: KindDescription = KINDS[kind];
  const before = isFirst && ownName === 'all but the first' ? '' : `${capitals(name)}_`;
  const named = Object.entries(variables).map(([holds, end]) => [holds, `${before}${end}`]);
  // The same keys as in the description, which the compiler does not see.
  return { kind, name, declaration, variables: Object.fromEntries(named) } as BackingBinding<K>;
}

function serviceBinding(name: string, services: Services): ServiceBinding {
  const { group, processes = {}, renamedFrom } = services[name]!;
  for (const [process, { port }] of Object.entries(processes)) {
    if (port === undefined) continue;
    const variables = {
      url: `${capitals(name)}_URL`,
      ...(renamedFrom !== undefined && { keptUrl: `${capitals(renamedFrom)}_URL` }),
    };
    return { kind: 'service', name: keptName(name, services), group, process, variables };
  }
  throw new Error(
    `bind: got "${name}", a service without a process that has a port, allowed those that serve HTTP`,
  );
}

function capitals(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
