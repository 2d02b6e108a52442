import { faults, faultsOf, process, service } from '../valid';

const ALLOWED = 'a name that does not end like one of a preview: -pr-42, -1a2b3c4d';

test('fails on a group whose namespace a preview of another group would have', () => {
  expect(faultsOf({ group: 'shop-pr-42' })).toEqual([`group: "shop-pr-42" → ${ALLOWED}`]);
  expect(faultsOf({ group: 'shop-1a2b3c4d' })).toEqual([`group: "shop-1a2b3c4d" → ${ALLOWED}`]);
});

test('fails on a service whose address a preview of another would have', () => {
  const routed = service({ processes: { web: process }, routes: [{ process: 'web' }] });
  expect(faults({ services: { 'cart-pr-7': routed } })).toEqual([
    `services/cart-pr-7.ts routes.0.host: "cart-pr-7" → ${ALLOWED}`,
  ]);
});

test.each(['pr-42', 'shop-pr', 'shop-pr-x', 'shop-12345'])('takes the group %s', (group) => {
  expect(faultsOf({ group })).toEqual([]);
});
