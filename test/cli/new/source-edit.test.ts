import { addImport, addProperty, addToList, isIdentifier } from '../../../cli/new/source-edit';

const backing = `import type { Backing } from '../declarations/backing';

export const backing = {
  databases: {
    // The first.
    orders: { engine: 'postgres' }, // of the shop
  },
  buckets: {},
} as const satisfies Backing;
`;

describe('a property', () => {
  test('comes behind the others, and comments stay', () => {
    const text = addProperty(backing, 'b.ts', ['databases'], "more: { engine: 'mysql' }");
    expect(text).toContain(
      "    // The first.\n    orders: { engine: 'postgres' },\n    more: { engine: 'mysql' }, // of the shop\n",
    );
  });

  test('comes into an object that is empty, or not there yet', () => {
    expect(addProperty(backing, 'b.ts', ['buckets'], 'photos: {}')).toContain('buckets: { photos: {} },');
    expect(addProperty(backing, 'b.ts', ['queues'], 'jobs: {}')).toContain(
      '  buckets: {},\n  queues: { jobs: {} },',
    );
    const line = 'export const all = { one, two } satisfies All;';
    expect(addProperty(line, 'a.ts', [], "'a-b': ab")).toBe(
      "export const all = { one, two, 'a-b': ab } satisfies All;",
    );
  });

  test.each([
    [
      'export const backing = make();',
      [],
      'b.ts has 1 problem:\n  got something else; allowed: an exported object',
    ],
    [
      'export const backing = { databases };',
      ['databases'],
      'databases: got something else; allowed: an object, written out; to add by hand: x: {}',
    ],
    ['export const = 1', [], "b.ts has 1 problem:\n  got what can't be read: "],
  ])('is refused where %s', (text, path, message) => {
    expect(() => addProperty(text, 'b.ts', path, 'x: {}')).toThrow(message);
  });
});

test('a text comes into a list, or makes it', () => {
  const service = "export const shop: Service = { group: 'shop', bind: ['orders'] };";
  expect(addToList(service, 's.ts', 'bind', 'more')).toContain("bind: ['orders', 'more'] }");
  expect(addToList("export const s = { group: 'x' };", 's.ts', 'bind', 'more')).toBe(
    "export const s = { group: 'x', bind: ['more'] };",
  );
  expect(() => addToList('export const s = { bind: all };', 's.ts', 'bind', 'more')).toThrow(
    "bind: got something else; allowed: a list, written out; to add by hand: 'more'",
  );
});

test('an import comes at its place', () => {
  const text =
    "import type { A } from '../a';\nimport { b } from './b';\nimport { d } from './d';\n\nconst x = 1;\n";
  expect(addImport(text, 'f.ts', 'c', './c')).toContain("'./b';\nimport { c } from './c';\nimport { d }");
  expect(addImport(text, 'f.ts', 'e', './e')).toContain("'./d';\nimport { e } from './e';\n\nconst");
  expect(addImport('const x = 1;\n', 'f.ts', 'e', './e')).toBe("import { e } from './e';\n\nconst x = 1;\n");
});

test.each([
  ['reviews', true],
  ['new', false],
  ['await', false],
  ['a-b', false],
  ['a = 1, b', false],
])('%s can name a variable: %s', (name, can) => {
  expect(isIdentifier(name)).toBe(can);
});
