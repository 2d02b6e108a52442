import { previewPath } from '../../bench/preview';
import { preview, synthesizer } from '../fixture/fixture';

test('nobody waits two minutes for a preview on shared servers because of what depends on what', () => {
  const { platform, services } = synthesizer.preview(preview('pr-42'));
  const { seconds, addresses } = previewPath(platform, services);
  console.log(`longest chain of a preview: ${seconds} s (at most 120) along ${addresses.join(' -> ')}`);
  expect(seconds).toBeGreaterThan(30);
  expect(seconds).toBeLessThan(120);
});
