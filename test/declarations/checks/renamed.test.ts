import type { Service } from '../../../declarations/service';
import { backing, faults, service } from '../valid';

const bound = (changes: Partial<Service>) =>
  faults({ services: { shop: service(), goods: service(changes) } });
const file = 'services/goods.ts renamedFrom';

test('takes the name of a service that is gone', () => {
  expect(bound({ renamedFrom: 'catalog' })).toEqual([]);
});

test.each([
  ['goods', ', its own name → the name that it had before, or nothing'],
  [
    'shop',
    ', which is a service in services/services.ts → the name of a service that is gone: what shop owns stays with it',
  ],
  [
    Object.keys(backing.databases!)[0]!,
    ', which is one of the databases in services/backing.ts → the name that the service had when it was first deployed',
  ],
])('fails on "%s"', (renamedFrom, fault) => {
  expect(bound({ renamedFrom })).toContain(`${file}: "${renamedFrom}"${fault}`);
});

test('fails on what is no name', () => {
  expect(bound({ renamedFrom: 'Catalog' })).toEqual([
    `${file}: "Catalog", did you mean "catalog"? → lower-case letters, digits and single dashes, a letter first, at most 20 characters`,
  ]);
});

test('fails on two that want what one owned', () => {
  const renamedFrom = 'catalog';
  expect(
    faults({ services: { goods: service({ renamedFrom }), wares: service({ renamedFrom }) } }),
  ).toContain(
    'services/wares.ts renamedFrom: "catalog", as services/goods.ts says → another name for one of them: what it owns goes to one service',
  );
});

test('fails on a name that meets another one where both are deployed', () => {
  const services = {
    'shop-web': service({ processes: { api: { port: 8080, ready: '/ready', live: '/live' } } }),
    front: service({
      renamedFrom: 'shop',
      processes: { 'web-api': { port: 8080, ready: '/ready', live: '/live' } },
    }),
  };
  expect(faults({ services }).join()).toContain('names that make a Deployment or CronJob "shop-web-api"');
});

test('fails on two routes at the host that it keeps', () => {
  const routes = [{ process: 'web' }];
  const services = {
    goods: service({ renamedFrom: 'catalog', routes }),
    shop: service({ routes: [{ process: 'web', host: 'catalog' }] }),
  };
  expect(faults({ services })).toEqual([
    'services/shop.ts routes.0: everything else of the host catalog, which a route in services/goods.ts has → a host and path that no other route has',
  ]);
});
