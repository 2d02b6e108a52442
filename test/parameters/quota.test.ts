import type { Declared } from '../../declarations/binding';
import type { Process, Service } from '../../declarations/service';
import { problems, valid } from './files';

const process: Process = { port: 8080, ready: '/ready', live: '/live' };
const web: Service = {
  description: 'Shop',
  group: 'shop',
  processes: { web: process, worker: { ready: ['ready'], live: ['live'] } },
  routes: [{ process: 'web' }],
};
const api: Service = {
  description: 'Prices',
  group: 'shop',
  processes: { api: process },
  release: { command: ['migrate'] },
  schedules: { nightly: { cron: '0 2 * * *', command: ['tidy'] } },
};
const other: Service = { description: 'Office', group: 'office', processes: { web: process } };

const declared: Declared = {
  backing: { databases: {}, caches: {}, buckets: {} },
  services: { web, api, other },
};

const SIZE = { cpuMillicores: 100, memoryMiB: 100 };

/** Pods of the group shop: web 5 + 2, worker 2 + 1, its admin job; api 3 + 1, release, nightly, admin. */
const PODS = 7 + 3 + 1 + 4 + 3;

const file = (group: object, versions: object = { version: '1.0.0' }) => ({
  'dev.json': valid({
    databases: {},
    caches: {},
    buckets: {},
    queues: {},
    groups: { shop: group },
    services: {
      web: {
        ...versions,
        processes: { web: { replicas: 2, maxReplicas: 5, ...SIZE }, worker: SIZE },
        jobs: SIZE,
      },
      api: { version: '1.0.0', processes: { api: { replicas: 3, ...SIZE } }, jobs: SIZE },
      other: { version: '1.0.0', processes: { web: { replicas: 200 } } },
    },
  }),
});

const enough = { cpuMillicores: 100 * PODS, memoryMiB: 100 * PODS, pods: PODS };
/** Of the other group, which is far too small in all of these. */
const inShop = (found: string[]) => found.filter((problem) => problem.startsWith('groups.shop'));

test('takes a quota that is just enough for every pod at most, a quarter more in a roll-out, and all jobs', () => {
  expect(inShop(problems(file(enough), declared))).toEqual([]);
});

test.each([
  ['cpuMillicores', 100],
  ['memoryMiB', 100],
  ['pods', 1],
] as const)(
  'fails on a quota of %s that is a little too small, with the sum and both places to change',
  (resource, each) => {
    const quota = { ...enough, [resource]: enough[resource] - 1 };
    expect(inShop(problems(file(quota), declared))).toEqual([
      `groups.shop.${resource}: ${PODS * each - 1}, though services of the group may take ${PODS * each}, most of it services.web.processes.web ${7 * each} by 7 pods, services.api.processes.api ${4 * each} by 4 pods, services.web.processes.worker ${3 * each} by 3 pods → ${PODS * each} or more here, or less below services.web.processes.web`,
    ]);
  },
);

test('a second version adds the processes that its share of the requests goes to, and no worker', () => {
  const versions = {
    versions: [
      { version: '1.0.0', weight: 90 },
      { version: '1.1.0', weight: 10 },
    ],
  };
  expect(inShop(problems(file({ ...enough, pods: PODS + 7 }, versions), declared))).toEqual([
    expect.stringContaining('groups.shop.cpuMillicores: 1800, though services of the group may take 2500'),
    expect.stringContaining('groups.shop.memoryMiB'),
  ]);
});

test('the agent that serves flags is in the quota of a group that has some', () => {
  const withFlags = {
    ...declared,
    services: { ...declared.services, api: { ...api, flags: { fast: 'Fast' } } },
  };
  expect(inShop(problems(file(enough), withFlags))).toEqual([
    expect.stringContaining('may take 1950, '),
    expect.stringContaining('may take 1992, '),
    expect.stringContaining(`may take ${PODS + 3}, `),
  ]);
});

test('fails on a default that is too small, in a file that says nothing of the group', () => {
  expect(problems(file({}), declared)).toContainEqual(
    expect.stringMatching(/^groups\.office\.pods: 60, though services of the group may take 251, /),
  );
});
