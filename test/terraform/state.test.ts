import { countInstances } from '../../terraform/state';

test('counts what is managed, every instance, and no data sources', () => {
  const state = JSON.stringify({
    version: 4,
    resources: [
      { mode: 'managed', type: 'aws_vpc', instances: [{}] },
      { mode: 'managed', type: 'aws_subnet', instances: [{}, {}] },
      { mode: 'data', type: 'aws_region', instances: [{}] },
    ],
  });
  expect(countInstances(state)).toBe(3);
});
