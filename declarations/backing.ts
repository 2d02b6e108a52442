import {
  BACKING_KINDS,
  type BackingKind,
  type BackingSection,
  type EngineOf,
  enginesOf,
  KINDS,
  type KindIn,
  kindsIn,
  type OptionsOf,
  SECTIONS,
  type SectionOf,
  type ServerKind,
} from './kinds/kinds';

export type DatabaseEngine = EngineOf<'database'>;
export type CacheEngine = EngineOf<'cache' | 'memcached'>;

export interface ServerDeclaration<Engine extends string> {
  readonly engine: Engine;
  /**
   * Where it listens, 1150 to 65535. Each server has a port of its own, which is how a service reaches only those that
   * it binds. Default: 5432 for PostgreSQL, 3306 for MySQL, 6379 for Redis and Valkey, 11211 for Memcached. A change
   * restarts a database, and makes a cache anew, empty.
   */
  readonly port?: number;
}

/** What is declared of a thing, by its kind. */
export type Declarations = {
  readonly [K in BackingKind]: K extends ServerKind
    ? ServerDeclaration<EngineOf<K>> & OptionsOf<K>
    : unknown extends OptionsOf<K>
      ? Readonly<Record<string, never>>
      : OptionsOf<K>;
};
export type DatabaseDeclaration = Declarations['database'];
export type CacheDeclaration = Declarations['cache' | 'memcached'];

/**
 * What there is, by section and name. Names: lower-case letters and digits with single dashes, a letter first, at most
 * 20 characters, each once.
 */
export type Backing = {
  readonly [S in BackingSection]?: Readonly<Record<string, Declarations[KindIn<S>]>>;
};

/** One thing that is declared. */
export type Thing<K extends BackingKind = BackingKind> = {
  readonly [P in K]: {
    readonly kind: P;
    readonly section: SectionOf<P>;
    readonly name: string;
    readonly declaration: Declarations[P];
  };
}[K];

/** Everything that is declared: section by section, in the order of the declarations. */
export function thingsOf(backing: Backing): Thing[] {
  return SECTIONS.flatMap((section) =>
    Object.entries(backing[section] ?? {}).map(
      ([name, declaration]) =>
        // By the engine, which the compiler can't follow; the schema of the declarations holds it to the section's.
        ({ kind: kindOf(section, declaration), section, name, declaration }) as Thing,
    ),
  );
}

/** One thing of each engine, and of each kind without engines: for whoever has to cover them all. */
export function oneOfEach(nameOf: (kind: BackingKind, engine?: string) => string): Backing {
  const things = BACKING_KINDS.flatMap((kind) => {
    const engines = Object.keys(enginesOf([kind]));
    const { section } = KINDS[kind];
    return engines.length > 0
      ? engines.map((engine) => ({ section, name: nameOf(kind, engine), declaration: { engine } }))
      : [{ section, name: nameOf(kind), declaration: {} }];
  });
  const entriesOf = (section: BackingSection) =>
    things.filter((thing) => thing.section === section).map(({ name, declaration }) => [name, declaration]);
  return Object.fromEntries(SECTIONS.map((section) => [section, Object.fromEntries(entriesOf(section))]));
}

/** Which kind a declaration is of: the one of its section that has its engine, or the only one that needs none. */
function kindOf(section: BackingSection, declaration: { readonly engine?: string }): BackingKind {
  const { engine } = declaration;
  return kindsIn(section).find((kind) => engine === undefined || Object.hasOwn(enginesOf([kind]), engine))!;
}

/** Whether a thing is a server: it listens on a port, and previews share that of their host. */
export function isServer(thing: Thing): thing is Thing<ServerKind> {
  return Object.keys(enginesOf([thing.kind])).length > 0;
}
