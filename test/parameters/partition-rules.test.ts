import { join } from 'node:path';
import fc from 'fast-check';
import { CATALOGUE } from '../../parameters/catalogue/catalogue';
import { checkPartition } from '../../parameters/partition-rules';
import { loadProject } from '../../parameters/project';
import { valid, withFiles } from './files';

const { regions, partitions } = CATALOGUE.regions;
const region = fc.constantFrom(...Object.keys(regions));
const partition = fc.constantFrom(...Object.keys(partitions));
const role = (of: string, name = 'ops') => `arn:${of}:iam::999999999999:role/${name}`;

const platform = {
  name: 'acme',
  region: 'eu-central-1',
  toolingAccount: '999999999999',
  domain: 'acme.example',
  forge: 'repo:acme/platform',
  administrators: [role('aws')],
};
const written = (value: object) => ({ file: 'dev.json', text: JSON.stringify(value), value });
const read = (changes: object) =>
  withFiles({ 'platform.json': { ...platform, ...changes } }, (directory) =>
    loadProject(join(directory, 'platform.json')),
  );

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('whoever comes in is of the partition of the region, and so is the provider of the forge', () => {
  fc.assert(
    fc.property(
      region,
      partition,
      fc.constantFrom('administrators', 'viewers', 'oidcProviderArn'),
      (where, of, key) => {
        const own = regions[where]!.partition;
        const provider = `arn:${of}:iam::999999999999:oidc-provider/token.actions.githubusercontent.com`;
        const value = key === 'oidcProviderArn' ? provider : [{ permissionSet: 'Ops' }, role(of)];
        const load = () => read({ administrators: [role(own)], region: where, [key]: value });
        const fault = new RegExp(`${key}.*an ARN of the partition ${of}; allowed: .*arn:${own}:`);
        // A region may have other faults.
        if (of === own) expect(messageOf(load)).not.toMatch(fault);
        else expect(load).toThrow(fault);
      },
    ),
    { numRuns: 60 },
  );
});

test('whoever may use a cluster is of the partition of the region', () => {
  fc.assert(
    fc.property(region, partition, fc.constantFrom('admins', 'viewers'), (where, of, key) => {
      const cluster = { version: '1.36', [key]: [role(regions[where]!.partition), role(of)] };
      const problems = checkPartition(written(valid({ cluster })), where);
      const isOther = of !== regions[where]!.partition;
      expect(problems.map(({ path }) => path)).toEqual(isOther ? [`cluster.${key}.1`] : []);
    }),
  );
});

test('the place of the fault is told', () => {
  expect(() => read({ administrators: [role('aws'), role('aws-cn')] })).toThrow(
    /\d+:\d+ +administrators\.1: got "arn:aws-cn:iam::999999999999:role\/ops", an ARN of the partition aws-cn; allowed: an ARN of eu-central-1, which begins with arn:aws:$/m,
  );
});

test('a service may be told of any partition', () => {
  const services = { storefront: { version: '1.4.2', env: { PARTNER: role('aws-cn') } } };
  expect(checkPartition(written({ services }), 'eu-central-1')).toEqual([]);
});
