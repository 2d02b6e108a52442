import { previewPath } from '../../bench/preview';
import { loadEnvironments } from '../../parameters/load';
import { definePreview, loadPreviewSettings } from '../../parameters/preview';
import { buildPreview } from '../parity/build';

const settings = loadPreviewSettings('environments', loadEnvironments('environments'))!;

test('nobody waits two minutes for a preview on shared servers because of what depends on what', () => {
  const { platform, services } = buildPreview(definePreview(settings, { name: 'pr-42' }));
  const { seconds, addresses } = previewPath(platform, services);
  console.log(`longest chain of a preview: ${seconds} s (at most 120) along ${addresses.join(' -> ')}`);
  expect(seconds).toBeGreaterThan(30);
  expect(seconds).toBeLessThan(120);
});
