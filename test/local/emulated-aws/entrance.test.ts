import { formatAddresses } from '../../../local/commands/summary';
import { addressesOf } from '../../../local/emulated-aws/entrance';

const names = ['dev', 'shop.dev', 'shop-pr-42.dev', 'office.dev', 'shop.qa'].map((name) => ({
  name: `${name}.acme.example`,
  local: `${name}.localhost`,
}));
const entrance = { port: 4578, log: '/tmp/log', balancers: [{ names }] };

test('each route of an environment has an address for a browser, and its apex has none', () => {
  expect(addressesOf(entrance, 'dev').map(({ url }) => url)).toEqual([
    'http://office.dev.localhost:4578',
    'http://shop-pr-42.dev.localhost:4578',
    'http://shop.dev.localhost:4578',
  ]);
});

test('a user is told the addresses of what was deployed, and nothing where none answers', () => {
  expect(formatAddresses(entrance, ['qa'])).toEqual([
    'Open it:',
    '  http://shop.qa.localhost:4578  # shop.qa.acme.example',
  ]);
  expect(formatAddresses({ ...entrance, port: null }, ['qa'])).toEqual([]);
});
