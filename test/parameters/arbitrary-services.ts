import fc from 'fast-check';
import type { Declared } from '../../declarations/binding';
import type { Service, Services } from '../../declarations/service';

/** Parameters of every service as somebody may write them: every optional key is there or not. */
export const serviceParameters = ({ backing, services }: Declared) =>
  eachOf(services, (service) => parametersOf(service, passwords(service, backing)));

/** Quotas that are large enough for whatever the services may take. */
export const groupParameters = (services: Services) => {
  const large = { cpuMillicores: 1_000_000, memoryMiB: 4_194_304, pods: 5000 };
  const groups = [...new Set(Object.values(services).map(({ group }) => group))];
  return fc.constant(Object.fromEntries(groups.map((group) => [group, large])));
};

export const version = fc.oneof(
  fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((numbers) => numbers.join('.')),
  fc.stringMatching(/^[1-9]\.0\.0-[a-z]{1,3}(\.[0-9a-z]{1,3}){0,2}$/),
  fc.stringMatching(/^[a-z][a-z0-9._-]{0,30}-[0-9a-f]{7,40}$/),
  fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
);

const commit = fc.stringMatching(/^[0-9a-f]{7,40}$/);

const size = {
  cpuMillicores: fc.integer({ min: 10, max: 500 }),
  memoryMiB: fc.integer({ min: 32, max: 2048 }),
};

const processParameters = fc
  .record(
    { replicas: fc.integer({ min: 1, max: 10 }), more: fc.integer({ min: 0, max: 10 }), ...size },
    { requiredKeys: [] },
  )
  .map(({ more, ...process }) =>
    more === undefined ? process : { ...process, maxReplicas: (process.replicas ?? 2) + more },
  );

/** A share for each, all together 100. */
const shares = (count: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: count - 1, maxLength: count - 1 })
    .map((cuts) => {
      const bounds = [0, ...cuts.sort((a, b) => a - b), 100];
      return bounds.slice(1).map((bound, index) => bound - bounds[index]!);
    });

const several = fc.uniqueArray(version, { minLength: 2, maxLength: 3 }).chain((versions) =>
  shares(versions.length).map((weights) => ({
    versions: versions.map((text, index) => ({ version: text, weight: weights[index]! })),
  })),
);

const single = fc.record({ version, commit }, { requiredKeys: ['version'] });

function parametersOf(service: Service, withPassword: readonly string[]) {
  const what = (service.routes ?? []).length > 0 ? fc.oneof(single, several) : single;
  const rest = fc.record(
    {
      environment: fc.dictionary(fc.stringMatching(/^MY_[A-Z0-9_]{1,10}$/), fc.string(), { maxKeys: 3 }),
      flags: eachOf(service.flags ?? {}, () => fc.boolean(), false),
      rotations: eachOf(
        Object.fromEntries(withPassword.map((name) => [name, name])),
        () => fc.integer({ min: 1, max: 9 }),
        false,
      ),
      processes: eachOf(service.processes ?? {}, () => processParameters, false),
      jobs: fc.record(size, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(what, rest).map(([one, other]) => ({ ...one, ...other }));
}

function passwords({ bind = [] }: Service, { databases = {}, caches = {} }: Declared['backing']): string[] {
  return bind.filter((name) => databases[name] || (caches[name] && caches[name].engine !== 'memcached'));
}

/** A record of the same keys, all of them or some. */
export function eachOf<T, R>(
  things: Readonly<Record<string, T>>,
  arbitrary: (thing: T) => fc.Arbitrary<R>,
  all = true,
): fc.Arbitrary<Record<string, R>> {
  const model = Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, arbitrary(thing)]));
  return fc.record(model, all ? {} : { requiredKeys: [] }) as fc.Arbitrary<Record<string, R>>;
}
