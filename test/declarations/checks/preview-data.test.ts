import type { CopiedTable } from '../../../declarations/preview-data';
import { faults, faultsOf, service } from '../valid';

const data = (table: unknown, database = 'orders') =>
  faultsOf({ bind: ['orders', 'assets'], previewData: { [database]: { orders: table as CopiedTable } } });

test('takes each kind of mask', () => {
  const columns = {
    id: 'keep',
    email: 'email',
    customer: 'hash',
    full_name: 'name',
    product_name: { keep: 'names of products' },
    city: { fixed: 'Berlin' },
    cents: { from: 1, to: 9900 },
    born: { shiftDays: 30 },
  };
  expect(data({ rows: 10, newest: 'id', columns })).toEqual([]);
});

test('fails on a database that it does not bind, and on what is none', () => {
  expect(data({ columns: { id: 'keep' } }, 'products')).toEqual([
    'previewData.products: "products", which is no database that it binds → orders',
  ]);
  expect(data({ columns: { id: 'keep' } }, 'assets')).toEqual([
    'previewData.assets: "assets", which is no database that it binds → orders',
  ]);
  expect(faultsOf({ previewData: { orders: {} } })).toEqual([
    'previewData.orders: "orders", which is no database that it binds → a database in its bind list',
  ]);
});

test.each(['email', 'first_name', 'phone', 'shipping_address', 'birthday', 'ip', 'tax_id', 'message'])(
  'fails on %s that is kept without a reason',
  (column) => {
    expect(data({ columns: { [column]: 'keep' } })).toEqual([
      `previewData.orders.orders.columns.${column}: "keep" for a column whose name speaks of a person → a mask, or { keep: 'why it is no personal data' }`,
    ]);
    expect(data({ columns: { [column]: { keep: 'of a product' } } })).toEqual([]);
    expect(data({ columns: { [column]: { keep: ' ' } } })).toHaveLength(1);
  },
);

test.each(['id', 'state', 'placed_at', 'total_cents', 'tries', 'shipped', 'recipe'])(
  'takes %s as it is',
  (column) => {
    expect(data({ columns: { [column]: 'keep' } })).toEqual([]);
  },
);

test.each<[unknown, string]>([
  ['kept', 'kept'],
  [{ fixed: "it's" }, "it's"],
  [{ fixed: 'a\\b' }, 'backslash'],
  [{ fixed: '$(HOST)' }, 'dollar'],
  [{ fixed: 'a\nb' }, 'two lines'],
  [{ shiftDays: 0 }, 'no day'],
  [{ shiftDays: 3651 }, 'too many days'],
  [{ from: 1 }, 'half a range'],
  [{ from: 0.5, to: 2 }, 'no whole number'],
])('fails on the mask %j (%s), and says what there is', (mask, _why) => {
  expect(data({ columns: { id: mask } })).toEqual([
    expect.stringMatching(
      /^previewData\.orders\.orders\.columns\.id.* → .*'keep', 'hash', 'email', 'name', /,
    ),
  ]);
});

test('fails on a range whose end comes before its beginning', () => {
  expect(data({ columns: { cents: { from: 9, to: 1 } } })).toEqual([
    'previewData.orders.orders.columns.cents: from 9 to 1 → from a number to one that is no smaller',
  ]);
});

test('fails on limits that are none', () => {
  expect(data({ rows: 0, columns: { id: 'keep' } })).toEqual([expect.stringContaining('1 to 100000 rows')]);
  expect(data({ newest: 'placed', columns: { placed_at: 'keep' } })).toEqual([
    'previewData.orders.orders.newest: "placed", which is none of its columns, did you mean "placed_at"? → placed_at',
  ]);
  expect(data({ columns: {} })).toEqual([expect.stringContaining('a mask for each column')]);
  expect(data({ columns: { 'id; DROP': 'keep' } })).toHaveLength(1);
});

test('fails on a table that two services have, and on more columns than a variable holds', () => {
  const previewData = { orders: { orders: { columns: { id: 'keep' } } } } as const;
  const one = service({ bind: ['orders'], previewData });
  expect(faults({ services: { shop: one, report: service({ bind: ['orders'], previewData }) } })).toEqual([
    'services/report.ts previewData.orders.orders: a table that services/shop.ts has as well → each table of a database in one service',
  ]);
  const columns = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`c${n}`, 'keep']));
  expect(data({ columns })).toEqual([
    'previewData.orders: 201 columns with those of other services → at most 200 of a database',
  ]);
});
