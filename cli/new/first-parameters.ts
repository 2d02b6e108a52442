import { z } from 'zod';
import { type Backing, type Thing, thingsOf } from '../../declarations/backing';
import { SECTIONS } from '../../declarations/kinds/kinds';
import { type BackingParameters, backingSchemas, refuse } from '../../parameters/kinds/kinds';
import { unwrap } from '../../problems/check-value';
import { valueAt } from '../json-edit';

type Sizes = Readonly<Record<string, unknown>>;

/**
 * The parameters that a new backing service begins with: those of one of its engine, or of its kind, that the
 * environment has; else what its schema asks for, as small as that takes it.
 * @param text of the environment's file.
 * @param backing with the new one.
 */
export function firstParameters(
  thing: Thing,
  text: string,
  backing: Backing,
): { value: Sizes; like?: string } {
  const others = thingsOf(backing).filter(({ kind, name }) => kind === thing.kind && name !== thing.name);
  const engine = ({ declaration }: Thing) => (declaration as { engine?: string }).engine;
  const like = others.find((other) => engine(other) === engine(thing));
  const found = like && (valueAt(text, [like.section, like.name]) as Sizes | undefined);
  if (found) {
    // Which server it is on, and what it runs instead of what is declared, is a matter of that one.
    const { server: _, engine: __, ...value } = found;
    return { value, like: like.name };
  }
  return { value: firstOf(thing, schemaOf(thing, backing)) };
}

function schemaOf({ section, name }: Thing, backing: Backing): z.ZodObject {
  const schemas: Readonly<Record<string, z.ZodObject>> = backingSchemas(backing);
  return unwrap(schemas[section]!.shape[name] as z.ZodType) as z.ZodObject;
}

/** Of what has no default the first choice that nothing refuses. */
function firstOf(thing: Thing, schema: z.ZodObject): Sizes {
  const needed = Object.entries(schema.shape as Record<string, z.ZodType>)
    .filter(([, one]) => !one.safeParse(undefined).success)
    .map(([key, one]) => [key, candidates(one)] as const);
  const first = Object.fromEntries(needed.map(([key, values]) => [key, values[0]]));
  const isRefused = (key: string, value: unknown) => {
    const own = schema.parse({ ...first, [key]: value });
    const parameters = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
    const all = { ...parameters, [thing.section]: { [thing.name]: own } } as unknown as BackingParameters;
    return refuse(thing, all).some(({ path }) => path[0] === key);
  };
  return Object.fromEntries(
    needed.map(([key, values]) => [key, values.find((value) => !isRefused(key, value)) ?? values[0]]),
  );
}

/** The least number; of choices the one that the schema gives as an example, then the newest version. */
function candidates(schema: z.ZodType): unknown[] {
  const bare = unwrap(schema);
  if (bare instanceof z.ZodNumber) return [bare.minValue];
  if (!(bare instanceof z.ZodLiteral)) throw new Error(`no first value of ${bare.type}: give it a default`);
  const [, example] = /such as (\S+?)[,.]?(\s|$)/.exec(String(bare.meta()?.allowed ?? '')) ?? [];
  const values = [...bare.values].reverse();
  return values.sort((one, other) => Number(other === example) - Number(one === example));
}
