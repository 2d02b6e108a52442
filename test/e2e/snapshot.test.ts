import { LocalCommand } from './local-command';
import { restore } from './snapshot';

// What the other files begin from: if it were not what a deploy leaves, they would test something else.
jest.setTimeout(20 * 60_000);

const local = new LocalCommand('e2e-snapshot-test', 5850);

beforeAll(() => restore(local));
afterAll(() => local.run(['stop']));

test('has nothing left to deploy', async () => {
  const { code, output } = await local.run(['dev']);
  expect([code, output]).toEqual([0, output]);
  for (const stack of ['account-dev', 'dev', 'dev-services'])
    expect(output).toMatch(new RegExp(`^${stack}: no changes`, 'm'));
});

test('has the pods of the services, ready', () => {
  const pods = local.shell('kubectl --context dev get pods -n shop --no-headers');
  expect(pods).toMatch(/^storefront-web-\S+ +1\/1 +Running/m);
});
