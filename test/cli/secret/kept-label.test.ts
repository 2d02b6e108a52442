import { FIRST_LABEL, KEPT_VERSIONS, keptLabel, nextLabel } from '../../../cli/secret/kept-label';

test('as many versions as are kept have different labels, and the next one takes that of the oldest', () => {
  const labels = [FIRST_LABEL];
  while (labels.length < KEPT_VERSIONS) labels.push(nextLabel(labels.at(-1)!));
  expect(new Set(labels).size).toBe(KEPT_VERSIONS);
  expect(nextLabel(labels.at(-1)!)).toBe(FIRST_LABEL);
});

test("labels that keep a version are told from AWS's own", () => {
  expect(keptLabel(['AWSCURRENT', 'kept-3'])).toBe('kept-3');
  expect(keptLabel(['AWSCURRENT'])).toBeUndefined();
});
