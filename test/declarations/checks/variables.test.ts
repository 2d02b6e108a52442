import { faults, faultsOf, service } from '../valid';

test.each([
  ['PORT', 'the platform'],
  ['FLAGS_URL', 'the platform'],
  ['AWS_ACCESS_KEY_ID', 'the platform'],
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'the platform'],
  ['KUBERNETES_SERVICE_HOST', 'the platform'],
  ['REDIS_PASSWORD', 'the binding "sessions"'],
  ['MEMCACHED_SERVERS', 'the binding "pages"'],
  ['DATABASE_URL', 'the binding "orders"'],
  ['PRODUCTS_DATABASE_URL', 'the binding "products"'],
])('fails on %s, which %s sets', (name, by) => {
  const bind = ['orders', 'products', 'sessions', 'pages'];
  expect(faultsOf({ bind, environment: { [name]: 'x' } })).toEqual([
    `environment.${name}: ${name}, which ${by} sets → a name that nothing else sets`,
  ]);
});

test.each(['AWS_MAX_ATTEMPTS', 'PRODUCTS_DATABASE_URL', 'PORTAL'])('takes %s, which nobody sets', (name) => {
  expect(faultsOf({ bind: ['orders'], environment: { [name]: 'x' } })).toEqual([]);
});

test('fails on bindings that give the same variable, of which one would be lost', () => {
  const services = {
    'products-database': service(),
    shop: service({ bind: ['orders', 'products', 'products-database'] }),
  };
  expect(faults({ services })).toEqual([
    'services/shop.ts bind.2: "products-database", which gives PRODUCTS_DATABASE_URL, as does the binding "products" → names that give different variables',
  ]);
});
