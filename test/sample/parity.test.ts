import { compare } from '../parity/parity';
import { declared, environments, synthesizer } from './sample';

/** Parameters that set how many there are of something. No other may make or drop a resource. */
const COUNTS = [
  // From a minor on a policy of the cluster does what images did before (constructs/services/pods/processes/handover.ts).
  'cluster.version',
  'hostsPreviews',
  'network.natGateways',
  'network.interfaceEndpoints',
  'cluster.admins',
  'cluster.viewers',
  ...Object.keys(declared.backing.databases).map((name) => `databases.${name}.server`),
  ...Object.keys(declared.backing.caches).flatMap((name) => [
    `caches.${name}.nodes`,
    `caches.${name}.server`,
  ]),
  'logs.forwardTo',
  'alerts.emails',
  'alerts.pagerDuty',
  'entrance.allowedCidrs',
];

/** The same of each domain. */
const COUNTS_OF_DOMAINS = /^entrance\.domains(\.|$)/;
/** The same for services. Each rotation and each version has resources of its own. */
const COUNTS_OF_SERVICES = /^services\.[^.]+\.(absent|versions?|rotations\..+|processes\..+\.maxReplicas)$/;

const counts = (path: string) =>
  COUNTS.includes(path) || COUNTS_OF_DOMAINS.test(path) || COUNTS_OF_SERVICES.test(path);

const pairs = environments.slice(1).map((other) => ({ one: environments[0]!, other }));
const stacks = [
  { kind: 'platforms', build: synthesizer.platform },
  { kind: 'services', build: synthesizer.services },
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

function resources(stack: object): Set<string> {
  const byType = (stack as { resource: Record<string, Record<string, unknown>> }).resource;
  return new Set(
    Object.entries(byType).flatMap(([type, all]) => Object.keys(all).map((id) => `${type}.${id}`)),
  );
}
