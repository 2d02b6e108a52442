import type { ContainerState, RunObject } from '../../../cli/ps/objects';
import { report } from '../../../cli/ps/report';
import { runningService } from '../../../cli/ps/running';

const labels = (component: string, version: string, service = 'shop') => ({
  'app.kubernetes.io/name': service,
  'app.kubernetes.io/component': component,
  track: 'stable',
  version,
});
const SINCE = '2026-11-30T10:00:00Z';
const object = (kind: RunObject['kind'], name: string, more: object): RunObject =>
  ({
    kind,
    metadata: { name, namespace: 'store', creationTimestamp: SINCE, ...more },
    spec: {},
    ...more,
  }) as unknown as RunObject;
const deployment = (component: string, version: string, wanted: number, ready: number) =>
  object('Deployment', component, {
    metadata: {
      name: component,
      namespace: 'store',
      creationTimestamp: SINCE,
      labels: labels(component, ''),
    },
    spec: { replicas: wanted, template: { metadata: { labels: labels(component, version) } } },
    status: { readyReplicas: ready },
  });
const pod = (
  component: string,
  version: string,
  restartCount: number,
  state?: ContainerState,
  lastState?: ContainerState,
  namespace = 'store',
) =>
  object('Pod', `${component}-${version}`, {
    metadata: {
      name: `${component}-1`,
      namespace,
      creationTimestamp: SINCE,
      labels: labels(component, version),
    },
    status: { containerStatuses: [{ restartCount, state, lastState }] },
  });
const job = (of: string, status: object, annotations = {}) =>
  object('Job', `shop-${of}`, {
    metadata: {
      name: `shop-${of}`,
      namespace: 'store',
      creationTimestamp: SINCE,
      labels: labels(of, '1.0.0'),
      annotations,
    },
    status: { startTime: SINCE, ...status },
  });

const ended = (reason: string, exitCode: number, finishedAt: string): ContainerState => ({
  terminated: { reason, exitCode, finishedAt },
});

const objects = [
  deployment('web', '1.1.0', 2, 1),
  pod('web', '1.0.0', 0),
  pod(
    'web',
    '1.1.0',
    4,
    { waiting: { reason: 'CrashLoopBackOff' } },
    ended('Error', 3, '2026-11-30T11:00:00Z'),
  ),
  deployment('worker', '1.1.0', 1, 1),
  pod('worker', '1.1.0', 2, undefined, ended('OOMKilled', 137, '2026-11-30T11:00:00Z')),
  // Of a preview, and of another service.
  pod('web', '9.0.0', 99, undefined, undefined, 'store-pr-1'),
  object('Pod', 'x', {
    metadata: {
      name: 'x',
      namespace: 'store',
      creationTimestamp: SINCE,
      labels: labels('web', '9', 'other'),
    },
  }),
  job('nightly', {
    completionTime: '2026-11-30T10:02:10Z',
    conditions: [{ type: 'Complete', status: 'True' }],
  }),
  job(
    'admin',
    {
      conditions: [
        {
          type: 'Failed',
          status: 'True',
          reason: 'DeadlineExceeded',
          lastTransitionTime: '2026-11-30T10:01:00Z',
        },
      ],
    },
    { 'platform/caller': 'jo@desk' },
  ),
];

test('a process has its versions, its ready and wanted pods, its restarts and why', () => {
  const { processes } = runningService('shop', 'store', objects);
  expect(processes).toMatchObject([
    { process: 'web', version: '1.1.0', ready: 1, wanted: 2, restarts: 4, reason: 'CrashLoopBackOff' },
    { process: 'worker', version: '1.1.0', ready: 1, wanted: 1, restarts: 2, reason: 'OOMKilled' },
  ]);
  expect(processes[0]!.pods.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
});

test('a job says what it is of, how it ended, and who started it', () => {
  const { jobs } = runningService('shop', 'store', objects);
  expect(jobs).toMatchObject([
    { of: 'nightly', state: 'succeeded', ended: '2026-11-30T10:02:10Z' },
    { of: 'admin', state: 'failed', reason: 'DeadlineExceeded', by: 'jo@desk' },
  ]);
});

test('a pod that finds no node says why', () => {
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no room' }];
  const waiting = object('Pod', 'p', {
    metadata: { name: 'p', namespace: 'store', creationTimestamp: SINCE, labels: labels('web', '1.0.0') },
    status: { conditions },
  });
  const { processes } = runningService('shop', 'store', [deployment('web', '1.0.0', 1, 0), waiting]);
  expect(processes[0]).toMatchObject({ ready: 0, reason: 'Unschedulable: no room' });
});

test('people get a table', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const text = report('dev', [runningService('shop', 'store', objects)], now);
  expect(text.split('\n')).toEqual([
    'dev shop, in store',
    'process  version            pods  restarts  why               age',
    'web      1.1.0 (and 1.0.0)  1/2   4         CrashLoopBackOff  2h',
    'worker   1.1.0              1/1   2         OOMKilled         2h',
    'job           of       version  state                     age  took  by',
    'shop-nightly  nightly  1.0.0    succeeded                 2h   2m',
    'shop-admin    admin    1.0.0    failed: DeadlineExceeded  2h   60s   jo@desk',
  ]);
  expect(report('dev', [runningService('none', 'store', objects)], now)).toBe(
    'dev none, in store: nothing runs, and no job is on record',
  );
});
