import { rightsPage, worldOf } from '../../../cli/rights/page';
import { environments, preview } from '../../fixture/fixture';
import { withSecrets } from '../../fixture/with-secrets';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

test('the page says who reaches the secrets that people put: who puts them reads none', async () => {
  const [host] = environments.filter(({ parameters }) => parameters.hostsPreviews);
  const world = await worldOf(withSecrets.all([host!], [preview('pr-1')]));
  const rows = (role: string) =>
    [...rightsPage(world, role)!.matchAll(/^\| (?!at most|---)(.*?) \| (.*?) \|/gm)].map(([, right, of]) => [
      right,
      of,
    ]);
  expect(rows('acme-secrets')).toEqual([
    [
      'changes or deletes secrets',
      expect.stringMatching(
        /dev-services:.*storefront\/stripe-key\/secret.*preview-pr-1-services:.*stripe-key\/secret/,
      ),
    ],
  ]);
  const read = rows('pods of shop/storefront').find(([right]) => right === 'reads the values of secrets');
  expect(read?.[1]).toContain('/acme/dev/storefront/stripe-key/secret');
  const inPreview = rows('pods of shop-pr-1/storefront').find(
    ([right]) => right === 'reads the values of secrets',
  );
  expect(inPreview?.[1]).toContain('/acme/dev/storefront/maps-key/secret');
  expect(inPreview?.[1]).not.toContain('/acme/dev/storefront/stripe-key/secret');
});
