import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { generated } from '../../parameters/generate';
import { parametersSchema } from '../../parameters/parameters';
import { markdown, rows } from '../../parameters/reference';
import { declared } from '../../services/declared';

const schema = parametersSchema(declared);

test.each(Object.entries(generated()))(
  '%s is what the schemas say (else: npm run generate)',
  (file, content) => {
    expect(readFileSync(file, 'utf8')).toBe(content);
  },
);

test('every parameter is documented', () => {
  const leaves = paths(schema);
  expect(leaves.length).toBeGreaterThan(30);
  const documented = new Map(rows(schema).map((row) => [row.path, row]));
  for (const path of leaves) {
    expect(documented.get(path)).toMatchObject({
      path,
      allowed: expect.stringMatching(/./),
      change: expect.stringMatching(/^(in place|rolling|restart|replacement)$/),
      description: expect.stringMatching(/\.$/),
    });
  }
});

test('the table says what a parameter is when it is left out', () => {
  const small = z.strictObject({
    days: z
      .int()
      .default(7)
      .meta({ description: 'Kept.', allowed: '1 to 9', unit: 'days', change: 'in place' }),
  });
  expect(markdown(rows(small)).split('\n').at(-1)).toBe(
    '| `days` | 1 to 9 | days | `7` | in place | Kept. |',
  );
});

test('the docs describe a service once, so that they do not grow with the services', () => {
  const docs = generated()['docs/parameters.md']!;
  for (const name of [...Object.keys(declared.services), ...Object.keys(declared.backing.databases)]) {
    expect(docs).not.toContain(`.${name}.`);
  }
  const documented = [...docs.matchAll(/^\| `(.*?)` \|/gm)].map(([, path]) => path!);
  expect(documented.filter((path) => path.endsWith('.maxReplicas'))).toEqual([
    'services.<service>.processes.<process>.maxReplicas',
  ]);
  // What any service can have is described, whichever services there are.
  const anyName = (path: string) => path.replace(/^(\w+)\.[^.]+\./, '$1.');
  const general = new Set(documented.map(anyName));
  const undocumented = paths(schema)
    .filter((path) => !/\.(processes|rotations|flags)\./.test(path))
    .filter((path) => !general.has(anyName(path)));
  expect(undocumented).toEqual([]);
});

test('platform.json points editors to its schema, which describes every key', () => {
  const platform = JSON.parse(readFileSync('platform.json', 'utf8')) as Record<string, unknown>;
  expect(platform.$schema).toBe('./environments/platform.schema.json');
  const { properties } = JSON.parse(readFileSync('environments/platform.schema.json', 'utf8')) as {
    properties: Record<string, { description?: string }>;
  };
  for (const key of Object.keys(platform).filter((key) => key !== '$schema')) {
    expect(properties[key]?.description).toMatch(/\.$/);
  }
});

/** All leaves, found in the JSON schema rather than by the code under test. */
function paths(root: z.ZodType): string[] {
  type Node = { properties?: Record<string, Node>; items?: Node };
  const walk = (node: Node, path: string[]): string[] =>
    node.items?.properties
      ? walk(node.items, [...path.slice(0, -1), `${path.at(-1)}[]`])
      : node.properties
        ? Object.entries(node.properties).flatMap(([key, below]) =>
            key === '$schema' ? [] : walk(below, [...path, key]),
          )
        : [path.join('.')];
  return walk(z.toJSONSchema(root, { io: 'input' }) as Node, []);
}
