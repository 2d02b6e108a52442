import { countInstances } from '../../terraform/state';

test('counts what is managed, every instance, and no data sources', () => {
  const state = JSON.stringify({
    ...{ version: 4, serial: 1, lineage: 'a' },
    resources: [
      { mode: 'managed', type: 'aws_vpc', name: 'a', instances: [{}] },
      { mode: 'managed', type: 'aws_subnet', name: 'a', instances: [{ index_key: 0 }, { index_key: 1 }] },
      { mode: 'data', type: 'aws_region', name: 'a', instances: [{}] },
    ],
  });
  expect(countInstances(state)).toBe(3);
});

test('a state that nobody can read has no number of resources, and is not taken for an empty one', () => {
  expect(() => countInstances('{"version": 4, "resou')).toThrow('the state is cut off or damaged');
  expect(() => countInstances('{"resources": []}')).toThrow("is JSON, and not a state of Terraform's");
});
