import { readFileSync } from 'node:fs';
import { rightsPage, worldOf } from '../../cli/rights/page';
import { definePreview, loadPreviewSettings } from '../../parameters/preview';
import { declared, environments, synthesizer } from './sample';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

const settings = loadPreviewSettings('environments', environments, declared);
const previews = settings ? [definePreview(settings, { name: 'pr-1' }, declared)] : [];

test('docs/rights.md says what each role can reach today (else: npm run generate, and look at what it changed)', async () => {
  const stacks = synthesizer.all(environments, previews);
  expect(rightsPage(await worldOf(stacks))).toBe(readFileSync('docs/rights.md', 'utf8'));
});
