import { checkZones } from '../../parameters/zones';
import { project } from '../fixture/fixture';
import { environment, valid } from './files';

const faults = (region: string, network: object) =>
  checkZones({ ...project, region }, [
    environment('dev', valid({ network: { cidr: '10.10.0.0/16', ...network } })),
  ]).map(({ path, got, allowed }) => `${path}: ${got}; ${allowed}`);

test('more gateways than zones are refused, not left out without a word', () => {
  expect(faults('us-west-1', { natGateways: 3 })).toEqual([
    'network.natGateways: 3; at most one for each zone, which are a, b in us-west-1',
  ]);
  expect(faults('eu-central-1', { zones: ['a', 'c'], natGateways: 3 })).toHaveLength(1);
});

test('one for each zone is fine', () => {
  expect(faults('us-west-1', { natGateways: 2 })).toEqual([]);
  expect(faults('eu-central-1', { natGateways: 3 })).toEqual([]);
});
