import { z } from 'zod';
import { type Backing, type Declarations, type Thing, thingsOf } from '../../declarations/backing';
import { type BackingKind, type BackingSection, type KindIn, SECTIONS } from '../../declarations/kinds/kinds';
import { bucket } from './bucket';
import { cache } from './cache';
import { database } from './database';
import type { KindParameters, Refusal } from './kind-parameters';
import { memcached } from './memcached';
import { queue } from './queue';
import { refuseTaken } from './server';

const PARAMETERS = { database, cache, memcached, bucket, queue } satisfies {
  readonly [K in BackingKind]: KindParameters<Declarations[K]>;
};

type Schemas = { readonly [K in BackingKind]: ReturnType<(typeof PARAMETERS)[K]['schema']> };
type ParametersByKind = { readonly [K in BackingKind]: z.output<Schemas[K]> };

/** The parameters of one thing, checked, with every default filled in. */
export type ParametersOf<K extends BackingKind> = ParametersByKind[K];

/** The same as PARAMETERS, as a function of any kind reads it. */
const BY_KIND: {
  readonly [K in BackingKind]: {
    schema(declaration: Declarations[K]): z.ZodType<ParametersByKind[K]>;
    refuse?(parameters: ParametersByKind[K], declaration: Declarations[K]): Refusal[];
  };
} = PARAMETERS;

/** The schema of each section of a parameter file, for what is declared. */
export type BackingSchemas = {
  readonly [S in BackingSection]: z.ZodObject<Record<string, Schemas[KindIn<S>]>, z.core.$strict>;
};

/** The sections, each with the same names as the declarations. */
export function backingSchemas(backing: Backing): BackingSchemas {
  const things = thingsOf(backing);
  const sections = SECTIONS.map((section) => {
    const named = things.filter((thing) => thing.section === section);
    return [section, z.strictObject(Object.fromEntries(named.map((thing) => [thing.name, schemaOf(thing)])))];
  });
  // Each schema stands below the section of its kind, which the compiler does not see.
  return Object.fromEntries(sections) as BackingSchemas;
}

/** The same as an environment's file has them: only a section without a name may be left out. */
export function backingSections(backing: Backing): BackingSchemas {
  const schemas = backingSchemas(backing);
  const sections = SECTIONS.map((section) => {
    const schema: z.ZodObject = schemas[section];
    return [section, Object.keys(schema.shape).length > 0 ? schema : schema.prefault({})];
  });
  return Object.fromEntries(sections) as BackingSchemas;
}

/** What a parameter file says of the backing services. Of a preview it may leave out some. */
export type BackingParameters = {
  readonly [S in BackingSection]: Readonly<Record<string, ParametersOf<KindIn<S>> | undefined>>;
};

/**
 * The parameters of one thing.
 * @throws when they are not of its kind, as those of a thing that is not declared.
 */
export function parametersOf<K extends BackingKind>(
  thing: Thing<K>,
  parameters: BackingParameters,
): ParametersOf<K> {
  return schemaOf(thing).parse(parameters[thing.section][thing.name]);
}

/** Where the versions of engines stand, of whatever has one. */
export function engineVersions(parameters: BackingParameters): EngineVersion[] {
  return SECTIONS.flatMap((section) =>
    Object.entries(parameters[section]).flatMap(([name, thing]) =>
      thing && 'version' in thing ? [{ path: [section, name, 'version'], version: thing.version }] : [],
    ),
  );
}

export interface EngineVersion {
  readonly path: readonly string[];
  readonly version: string;
}

/** What must hold for the parameters of one thing beyond its schema. */
export function refuse<K extends BackingKind>(thing: Thing<K>, parameters: BackingParameters): Refusal[] {
  const own = parametersOf(thing, parameters);
  const others = Object.keys(parameters[thing.section]);
  return [
    ...(BY_KIND[thing.kind].refuse?.(own, thing.declaration) ?? []),
    ...('server' in own ? refuseTaken(thing.name, own.server, others) : []),
  ];
}

function schemaOf<K extends BackingKind>(thing: Thing<K>): z.ZodType<ParametersOf<K>> {
  return BY_KIND[thing.kind].schema(thing.declaration);
}
