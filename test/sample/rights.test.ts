import { readFileSync } from 'node:fs';
import { rightsPage, worldOf } from '../../cli/rights/page';
import { definePreview, loadPreviewSettings } from '../../parameters/preview';
import { accountStack } from '../../stacks/names';
import { declared, environments, synthesizer } from './sample';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

const settings = loadPreviewSettings('environments', environments, declared);
const previews = settings ? [definePreview(settings, { name: 'pr-1' }, declared)] : [];

test('docs/rights.md says what each role can reach today (else: npm run generate, and look at what it changed)', async () => {
  const stacks = [
    { name: 'bootstrap', document: synthesizer.bootstrap(environments) },
    ...environments.flatMap((one) => [
      { name: accountStack(one.name), document: synthesizer.account(one) },
      { name: one.name, document: synthesizer.platform(one) },
      { name: `${one.name}-services`, document: synthesizer.services(one) },
    ]),
    ...previews.flatMap((preview) => {
      const { platform, services } = synthesizer.preview(preview);
      const { name } = preview.environment;
      return [
        { name, document: platform },
        { name: `${name}-services`, document: services },
      ];
    }),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(rightsPage(await worldOf(stacks))).toBe(readFileSync('docs/rights.md', 'utf8'));
});
