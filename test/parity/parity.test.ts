import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { Environment } from '../../parameters/environment';
import { loadEnvironments } from '../../parameters/load';
import { backing } from '../../services/backing';
import { Platform, type PlatformProps } from '../../stacks/platform';
import { build, buildServices } from './build';
import { compare, findBranches } from './parity';

/** Parameters that set how many there are of something. No other may make or drop a resource. */
const COUNTS = [
  'hostsPreviews',
  'network.natGateways',
  'network.interfaceEndpoints',
  'cluster.admins',
  'cluster.viewers',
  ...Object.keys(backing.caches).map((name) => `caches.${name}.nodes`),
  'logs.forwardTo',
  'alerts.emails',
  'alerts.pagerDuty',
  'entrance.allowedCidrs',
];

/** The same for services. Each rotation and each version has resources of its own. */
const COUNTS_OF_SERVICES = /^services\.[^.]+\.(versions?|rotations\..+|processes\..+\.maxReplicas)$/;

const counts = (path: string) => COUNTS.includes(path) || COUNTS_OF_SERVICES.test(path);

const environments = loadEnvironments('environments');
const pairs = environments.slice(1).map((other) => ({ one: environments[0]!, other }));
const stacks = [
  { kind: 'platforms', build },
  { kind: 'services', build: buildServices },
];
const compared = pairs.flatMap((pair) => stacks.map((stack) => ({ ...pair, ...stack })));

describe.each(compared)('the $kind of $one.name and $other.name', ({ one, other, build }) => {
  const differences = compare(one, other, build);

  test('a parameter explains every attribute that differs', () => {
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.filter(({ because }) => because.length === 0)).toEqual([]);
  });

  test('only a parameter that counts things makes or drops a resource', () => {
    const [ofOne, ofOther] = [resources(build(one)), resources(build(other))];
    const made = differences.filter(({ address }) => ofOne.has(address) !== ofOther.has(address));
    const because = (address: string) =>
      made.filter((difference) => difference.address === address).flatMap((difference) => difference.because);
    const unexplained = made
      .filter(({ address }) => !because(address).some(counts))
      .map(({ address }) => `${address} because of ${because(address).join(', ')}`);
    expect([...new Set(unexplained)]).toEqual([]);
  });
});

describe('a branch on an environment', () => {
  const { one, other } = pairs.find((pair) => pair.other.parameters.protected)!;

  /** The branches that are found when somebody smuggles something into certain environments. */
  const smuggle = (when: (environment: Environment) => boolean, add: (scope: Construct) => void) => {
    class Smuggled extends Platform {
      constructor(scope: Construct, id: string, props: PlatformProps) {
        super(scope, id, props);
        if (when(props.environment)) add(this);
      }
    }
    return [...new Set(findBranches(one, other, (environment) => build(environment, Smuggled)))];
  };
  const SECRET = 'aws_cloudwatch_log_group.secret name';
  const group = (scope: Construct) => new CloudwatchLogGroup(scope, 'secret', { name: 'secret' });

  test('by its name is found out', () => {
    expect(smuggle(({ name }) => name === other.name, group)).toEqual([SECRET]);
  });

  test('by its name is found out even beside a parameter', () => {
    expect(smuggle(({ name, parameters }) => name === other.name && parameters.protected, group)).toEqual([
      SECRET,
    ]);
  });

  test("by its name's length is found out", () => {
    expect(smuggle(({ name }) => name.length > 3, group)).toEqual([SECRET]);
  });

  test('by its account is found out', () => {
    const { account } = other.parameters;
    expect(smuggle(({ parameters }) => parameters.account === account, group)).toEqual([SECRET]);
  });

  test('by a parameter is explained', () => {
    expect(smuggle(({ parameters }) => parameters.protected, group)).toEqual([]);
  });
});

function resources(stack: object): Set<string> {
  const byType = (stack as { resource: Record<string, Record<string, unknown>> }).resource;
  return new Set(
    Object.entries(byType).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`)),
  );
}
