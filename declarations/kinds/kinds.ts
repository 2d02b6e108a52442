import { bucket } from './bucket';
import { cache } from './cache';
import { database } from './database';
import type { KindDescription, OptionValues } from './kind-description';
import { memcached } from './memcached';
import { queue } from './queue';

/**
 * The kinds of backing service. Each further layer has a record over their names that the compiler holds complete:
 * CONTRIBUTING.md lists them.
 */
export const KINDS = { database, cache, memcached, bucket, queue } as const satisfies Record<
  string,
  KindDescription
>;

type Kinds = typeof KINDS;
export type BackingKind = keyof Kinds;
export const BACKING_KINDS = Object.keys(KINDS) as readonly BackingKind[];

/** Where things of a kind are declared. */
export type SectionOf<K extends BackingKind> = Kinds[K]['section'];
export type BackingSection = SectionOf<BackingKind>;
export const SECTIONS: readonly BackingSection[] = [
  ...new Set(BACKING_KINDS.map((kind) => KINDS[kind].section)),
];

/** The kinds that a section holds. */
export type KindIn<S extends BackingSection> = {
  [K in BackingKind]: SectionOf<K> extends S ? K : never;
}[BackingKind];

/** The kinds that are servers: they listen on a port, and previews share those of their host. */
export type ServerKind = {
  [K in BackingKind]: Kinds[K] extends { readonly engines: object } ? K : never;
}[BackingKind];

/** What runs on a server. Never for what is none. */
export type EngineOf<K extends BackingKind> = {
  [P in K]: Kinds[P] extends { readonly engines: infer E } ? keyof E & string : never;
}[K];

/** What else a declaration of that kind may say. */
export type OptionsOf<K extends BackingKind> = Kinds[K] extends { readonly options: infer O }
  ? { readonly [P in keyof O]?: O[P] extends readonly (infer Value)[] ? Value : number }
  : unknown;

/** Names of the variables of a kind, by what they hold. */
export type VariablesOf<K extends BackingKind> = {
  readonly [V in keyof Kinds[K]['variables']]: string;
};

/** Every engine of these kinds, with the port where it listens everywhere. */
export function enginesOf(kinds: readonly BackingKind[]): Readonly<Record<string, number>> {
  return Object.assign(
    {},
    ...kinds.map((kind): KindDescription => KINDS[kind]).map(({ engines }) => engines),
  );
}

/** The options of a kind, each with the values that it takes. */
export function optionsOf(kind: BackingKind): Readonly<Record<string, OptionValues>> {
  const { options }: KindDescription = KINDS[kind];
  return options ?? {};
}

/** The kinds that a section holds. */
export function kindsIn(section: BackingSection): BackingKind[] {
  return BACKING_KINDS.filter((kind) => KINDS[kind].section === section);
}

/** Whether a service gets a password for it. */
export function hasPassword(kind: BackingKind): boolean {
  return 'password' in KINDS[kind].variables;
}
