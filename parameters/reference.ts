import { z } from 'zod';
import { unwrap } from '../problems/check-value';

/** JSON Schema of a file, for editors: completion, hints and red lines while typing. */
export function jsonSchema(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}

/** One row for each parameter. */
export interface Row {
  readonly path: string;
  readonly allowed: string;
  readonly unit: string;
  readonly default: string;
  readonly change: string;
  readonly description: string;
}

/** Every parameter of a schema, in its order. */
export function rows(schema: z.ZodType, path: readonly string[] = []): Row[] {
  const meta = documentation(schema);
  const inner = unwrap(schema);
  const below = rowsInside(inner, path);
  if (meta.description === undefined) return below;
  const row = {
    path: path.join('.'),
    allowed: meta.allowed ?? 'the parameters below',
    unit: meta.unit ?? '',
    default: defaultOf(schema),
    change: meta.change ?? '',
    description: meta.description,
  };
  return [row, ...below];
}

function rowsInside(inner: z.core.$ZodType, path: readonly string[]): Row[] {
  if (inner instanceof z.ZodArray) return rowsBelow(inner.element, path, '[]');
  if (inner instanceof z.ZodRecord) return rowsBelow(inner.valueType, path, '.*');
  return rowsBelow(inner, path);
}

/** Rows of the members of an object, or of each object in a list, or under any name. */
function rowsBelow(schema: z.core.$ZodType, path: readonly string[], each = ''): Row[] {
  const parent = [...path.slice(0, -1), ...path.slice(-1).map((key) => `${key}${each}`)];
  return Object.entries((schema as Partial<z.ZodObject>).shape ?? {})
    .filter(([key]) => key !== '$schema')
    .flatMap(([key, member]) => rows(member as z.ZodType, [...parent, key]));
}

/** The table of parameters as Markdown. */
export function markdown(parameters: readonly Row[]): string {
  const header =
    '| parameter | allowed | unit | default | a change is | what it is |\n|---|---|---|---|---|---|';
  const lines = parameters.map(
    (row) =>
      `| \`${row.path}\` | ${row.allowed} | ${row.unit} | ${row.default} | ${row.change} | ${row.description} |`,
  );
  return [header, ...lines].join('\n');
}

type Documentation = Partial<Record<'allowed' | 'unit' | 'change' | 'description', string>>;

/** What a schema says of itself, however deep inside `.default()` and `.optional()` it stands. */
function documentation(schema: z.ZodType): Documentation {
  return { ...(unwrap(schema).meta() as Documentation), ...(schema.meta() as Documentation) };
}

function defaultOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodOptional) return 'none';
  return schema instanceof z.ZodDefault ? `\`${JSON.stringify(schema.def.defaultValue)}\`` : 'required';
}
