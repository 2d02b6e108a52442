import { readFileSync } from 'node:fs';
import { generated } from '../../parameters/generate';
import { parametersSchema } from '../../parameters/parameters';
import { paths } from '../parameters/schema-paths';
import { declared } from './sample';

const schema = parametersSchema(declared);

test.each(Object.entries(generated()))(
  '%s is what the schemas say (else: npm run generate)',
  (file, content) => {
    expect(readFileSync(file, 'utf8')).toBe(content);
  },
);

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
