import { secretsOf } from '../../../declarations/secret';
import { faultsOf } from '../valid';

test('a secret gives the variable of its name, and previews take one of their own unless it says otherwise', () => {
  expect(secretsOf({ secrets: ['stripe-key', { name: 'maps-key', previews: 'host' }] })).toEqual([
    { name: 'stripe-key', variable: 'STRIPE_KEY', previews: 'own' },
    { name: 'maps-key', variable: 'MAPS_KEY', previews: 'host' },
  ]);
});

test.each([
  ['port', 'PORT', 'the platform'],
  ['aws-secret-access-key', 'AWS_SECRET_ACCESS_KEY', 'the platform'],
  ['database-password', 'DATABASE_PASSWORD', 'the binding "orders"'],
])('fails on %s, which would hide %s from %s', (name, variable, by) => {
  expect(faultsOf({ bind: ['orders'], secrets: [name] })).toEqual([
    `secrets.0: "${name}", which gives ${variable}, as does ${by} → a name that gives another variable`,
  ]);
});

test('fails on configuration under the variable of a secret', () => {
  expect(faultsOf({ secrets: ['stripe-key'], environment: { STRIPE_KEY: 'later' } })).toEqual([
    'environment.STRIPE_KEY: STRIPE_KEY, which the secret "stripe-key" sets → a name that nothing else sets',
  ]);
});

test('fails on one name twice, and on what is no name', () => {
  expect(faultsOf({ secrets: ['a', { name: 'a', previews: 'host' }] })).toEqual([
    'secrets.1: "a" once more → each name once',
  ]);
  expect(faultsOf({ secrets: ['STRIPE_KEY'] })).toHaveLength(1);
  expect(faultsOf({ secrets: ['a'.repeat(41)] })).toHaveLength(1);
});
