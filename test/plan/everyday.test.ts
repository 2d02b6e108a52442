import type { ResourceChange } from '../../plan/change';
import { comesNever } from '../../plan/rules/outage/kubernetes/cron-time';
import { changed, deployment, manifest, metadata } from './kubernetes/shapes';
import { deleted, entry, ids, stays } from './made';

// What people do every day, and nobody should have to approve twice.

const alarm = (expression: string, ...pods: string[]) => ({
  alarm_name: 'restarts',
  comparison_operator: 'GreaterThanThreshold',
  threshold: 2,
  evaluation_periods: 1,
  metric_query: [
    { id: 'sum', expression },
    ...pods.map((name, index) => ({
      id: `pods${index}`,
      expression: '',
      metric: [
        {
          metric_name: 'restarts',
          namespace: 'ContainerInsights',
          dimensions: { PodName: name },
          period: 60,
        },
      ],
    })),
  ],
});
const one = alarm('FILL(pods0, 0)', 'api');
const two = alarm('FILL(pods0, 0) + FILL(pods1, 0)', 'api', 'worker');
const limited = (most: number) => alarm(`IF(FILL(pods0, 0) >= ${most}, 1, 0)`, 'api');
const scaler = (most: number) => ({
  metadata: metadata(),
  spec: [{ max_replicas: most, min_replicas: 2, scale_target_ref: [{ kind: 'Deployment', name: 'api' }] }],
});
const watching = (name: string, index = 0): ResourceChange =>
  deleted(`aws_cloudwatch_metric_alarm.a${index}`, {
    alarm_name: `a${index}`,
    dimensions: { DBInstanceIdentifier: name },
  });
const cron = (spec: object, name = 'drop') => ({
  metadata: metadata({ name, namespace: 'setup' }),
  spec: [{ schedule: '0 3 * * *', suspend: false, ...spec }],
});
const binding = (param: string) =>
  manifest('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
    spec: { policyName: 'p', paramRef: { name: param, namespace: 'setup' } },
  });

describe('an alarm follows what it is about', () => {
  test('a process more is watched as well', () =>
    expect(ids(changed('aws_cloudwatch_metric_alarm', one, two))).toEqual([]));
  test('a process that stays is watched no more', () =>
    expect(ids(changed('aws_cloudwatch_metric_alarm', two, one))).toEqual(['alarms-off']));
  test('one that goes', () =>
    expect(
      ids(
        changed('aws_cloudwatch_metric_alarm', two, one),
        deleted('kubernetes_deployment_v1.w', { metadata: metadata({ name: 'worker' }) }),
      ),
    ).toEqual(['workload-stopped']));
  test('the limit of an autoscaler', () => {
    const follows = changed('aws_cloudwatch_metric_alarm', limited(4), limited(6));
    expect(ids(follows)).toEqual(['alarms-off']);
    expect(ids(follows, changed('kubernetes_horizontal_pod_autoscaler_v2', scaler(4), scaler(6)))).toEqual(
      [],
    );
  });
  test('a database that goes with its alarms is told alone', () => {
    const alarms = [0, 1, 2, 3].map((index) => watching('orders', index));
    expect(ids(...alarms)).toEqual(['alarms-off']);
    const database = deleted('aws_db_instance.orders', { id: 'db-1', identifier: 'orders' });
    expect(ids(...alarms, database)).toEqual(['data-deleted']);
  });
});

describe('a job that is only copied has no time of its own', () => {
  const gone = (spec: object) => deleted('kubernetes_cron_job_v1.it', cron(spec));
  test('it is suspended', () => expect(ids(gone({ suspend: true }))).toEqual([]));
  test('its day never comes', () => expect(ids(gone({ schedule: '0 0 31 2 *' }))).toEqual([]));
  test('it is neither', () => expect(ids(gone({}))).toEqual(['schedule-suspended']));
  test('its day comes no more', () =>
    expect(ids(changed('kubernetes_cron_job_v1', cron({}), cron({ schedule: '0 0 31 2 *' })))).toEqual([
      'schedule-suspended',
    ]));
  test.each([
    ['0 0 31 2 *', true],
    ['0 0 30-31 feb *', true],
    ['0 0 31 4,6 *', true],
    ['0 0 29 2 *', false],
    ['0 0 31 2 1', false],
    ['0 0 1,31 2 *', false],
    ['0 0 * 2 *', false],
    ['@daily', false],
  ])('%s: never is %s', (schedule, never) => expect(comesNever(schedule)).toBe(never));
});

test('a binding goes with the object that it takes its parameters from', () => {
  const gone = entry('kubernetes_manifest.binding', binding('drop'), null);
  expect(ids(gone)).toEqual(['safeguard-removed']);
  expect(ids(gone, deleted('kubernetes_cron_job_v1.it', cron({ suspend: true })))).toEqual([]);
});

describe('a namespace that is new', () => {
  const namespace = entry('kubernetes_namespace_v1.shop', null, {
    metadata: metadata({ name: 'shop', namespace: undefined }),
  });
  const quota = entry('kubernetes_resource_quota_v1.shop', null, {
    metadata: metadata({ name: 'shop', namespace: 'shop' }),
    spec: [{ hard: { 'services.loadbalancers': '0', pods: '20' } }],
  });
  const pods = entry('kubernetes_deployment_v1.web', null, deployment({}));
  const role = entry('kubernetes_cluster_role_v1.sync', null, {
    metadata: metadata({ name: 'sync', namespace: undefined }),
    rule: [{ api_groups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create'] }],
  });

  test('has no pods yet that its quota could refuse', () => expect(ids(namespace, quota)).toEqual([]));
  test('unlike one that is there', () => expect(ids(quota)).toEqual(['capacity-emptied']));
  test('of the first services of a cluster: its roles have nothing to reach yet', () =>
    expect(ids(namespace, quota, pods, role)).toEqual([]));
  test('unlike a role that comes later', () => {
    const there = stays('kubernetes_config_map_v1.old', {});
    expect(ids(namespace, quota, pods, role, there)).toEqual(['cluster-rights-widened']);
    expect(ids(role)).toEqual(['cluster-rights-widened']);
  });
});
