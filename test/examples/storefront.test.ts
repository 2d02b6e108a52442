import { ensureNodeModules } from '../../local/images/node-modules';
import { check } from './run';

// The first time it installs its packages.
jest.setTimeout(5 * 60_000);

beforeAll(() => ensureNodeModules('examples/storefront'));

test('the storefront passes the compiler', () => check('storefront', 'npm', ['run', 'types']));

test('the storefront passes its own tests', async () => {
  expect(await check('storefront', 'npm', ['test'])).toMatch(/^. pass [1-9]/m);
});
