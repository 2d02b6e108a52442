import { bindingsOf } from '../../declarations/binding';
import { byKeptName, keptName, nameOfKept } from '../../declarations/kept-name';
import type { Services } from '../../declarations/service';
import { backing, service } from './valid';

const services: Services = {
  shop: service({ bind: ['orders', 'goods', 'sales'] }),
  goods: service({ renamedFrom: 'catalog' }),
  sales: service(),
};

test('a service that was renamed keeps its first name, and any other its own', () => {
  expect(['shop', 'goods', 'sales', 'elsewhere'].map((name) => keptName(name, services))).toEqual([
    'shop',
    'catalog',
    'sales',
    'elsewhere',
  ]);
  expect(['catalog', 'sales', 'goods'].map((name) => nameOfKept(name, services))).toEqual([
    'goods',
    'sales',
    undefined,
  ]);
});

test('what is deployed is bound by those names', () => {
  const kept = byKeptName(services);
  expect(Object.keys(kept)).toEqual(['shop', 'catalog', 'sales']);
  expect(kept.shop!.bind).toEqual(['orders', 'catalog', 'sales']);
  expect(kept.catalog).toEqual(service());
});

test('whoever binds it is told both names, and reaches the one that is there', () => {
  const [goods, sales] = bindingsOf(['goods', 'sales'], { backing, services });
  expect(goods).toMatchObject({
    name: 'catalog',
    variables: { url: 'GOODS_URL', keptUrl: 'CATALOG_URL' },
  });
  expect(sales!.variables).toEqual({ url: 'SALES_URL' });
});
