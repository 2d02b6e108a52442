import type { Alarm } from '../../../../constructs/alarms/alarm';
import { TerraformData } from '../../../../constructs/core/terraform-data';
import { LogMetrics } from '../../../../constructs/services/alarms/log-metrics';
import { ServiceAlarms } from '../../../../constructs/services/alarms/service-alarms';
import type { ServiceAlarmsProps } from '../../../../constructs/services/alarms/watched-service';
import { labelsOf } from '../../../../constructs/services/runtime/labels';
import type { BaseStack } from '../../../../stacks/stack';
import { all, type Json, type Synthesized, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

interface Built {
  readonly synthesized: Synthesized;
  /** By the end of its name. */
  readonly alarms: Readonly<Record<string, Json>>;
  readonly forFlags: readonly Alarm[];
}

const OWNER = { declaration: { description: 'The shop' }, service: 'shop', namespace: 'store' };

/** What it is watched by in a stack, but for the workloads. */
function watched(stack: BaseStack, { declaration, service, namespace } = OWNER) {
  const runtime = testRuntime(stack);
  const services = { [service]: { group: namespace, ...declaration } };
  return {
    runtime,
    declaration,
    service,
    namespace,
    logs: new LogMetrics(stack, 'log', { runtime, services }),
  };
}

const WEB = { process: 'web', targets: [{ version: '1.4.0', suffix: 'targetgroup/web/1' }], rules: [] };
const TWO = { ...WEB, targets: [...WEB.targets, { version: '1.5.0', suffix: 'targetgroup/web/2' }] };
const DEPLOYMENT = { name: 'shop-web', process: 'web', maxReplicas: 10 };

function build(change: Partial<Omit<ServiceAlarmsProps, 'runtime' | 'logs'>> = {}): Built {
  let forFlags: readonly Alarm[] = [];
  const synthesized = synth((stack) => {
    const alarms = new ServiceAlarms(stack, 'alarms', {
      ...watched(stack),
      routed: [WEB],
      workloads: [DEPLOYMENT],
      schedules: ['shop-tidy'],
      ...change,
    });
    forFlags = alarms.forFlags;
  });
  const alarms = Object.fromEntries(
    all(synthesized, 'aws_cloudwatch_metric_alarm').map((alarm) => [
      alarm.alarm_name.replace('test-service-shop-', ''),
      alarm,
    ]),
  );
  return { synthesized, alarms, forFlags };
}

const alarm = (name: string, change?: Parameters<typeof build>[0]) => build(change).alarms[name];
/** What is worked out by name, and what is measured. */
const queries = (of: Json): Record<string, Json> =>
  Object.fromEntries(of.metric_query.map((query: Json) => [query.id, query.expression ?? query.metric]));

test('everything that the team has to hear of tells the topic, at the start and at the end', () => {
  const { alarms } = build();
  expect(Object.keys(alarms).sort()).toEqual([
    'errors-logged',
    'fully-scaled',
    'log-unread',
    'restarts',
    'schedules',
    'web-down',
    'web-errors',
    'web-latency',
    'web-unhealthy',
  ]);
  for (const { alarm_actions, ok_actions } of Object.values(alarms)) {
    expect(alarm_actions).toEqual([field('alerts', 'topicArn')]);
    expect(ok_actions).toEqual(alarm_actions);
  }
});

test('only a process that answers nobody pages, as no other threshold has been found right yet', () => {
  const { alarms } = build();
  const critical = Object.keys(alarms).filter((name) =>
    alarms[name].alarm_description.startsWith('Critical: '),
  );
  expect(critical).toEqual(['web-down']);
});

test('each says what to look at first, by a command that finds the pods', () => {
  for (const { alarm_description } of Object.values(build().alarms)) {
    expect(alarm_description).toMatch(/kubectl \w+ .*-n store/);
    // CloudWatch takes no more.
    expect(alarm_description.length).toBeLessThanOrEqual(1024);
  }
});

describe('errors', () => {
  test('are a share of the requests to the target group, of which there have to be some', () => {
    const metric = (name: string) => ({
      namespace: 'AWS/ApplicationELB',
      metric_name: name,
      dimensions: {
        TargetGroup: 'targetgroup/web/1',
        LoadBalancer: field('entrance', 'loadBalancerSuffix'),
      },
      stat: 'Sum',
      period: 300,
    });
    expect(queries(alarm('web-errors'))).toEqual({
      worst: 'IF(requests0 >= 20, 100 * FILL(errors0, 0) / requests0, 0)',
      requests0: metric('RequestCount'),
      errors0: metric('HTTPCode_Target_5XX_Count'),
    });
    expect(alarm('web-errors')).toMatchObject({
      threshold: 5,
      comparison_operator: 'GreaterThanThreshold',
      treat_missing_data: 'notBreaching',
    });
  });

  test('of a version with a small share are not hidden by the other one', () => {
    const found = queries(alarm('web-errors', { routed: [TWO] }));
    expect(found.worst).toBe('MAX([version0, version1])');
    expect(found.version1).toBe('IF(requests1 >= 20, 100 * FILL(errors1, 0) / requests1, 0)');
    expect(found.errors1.dimensions.TargetGroup).toBe('targetgroup/web/2');
  });
});

test('there are as many alarms for two versions as for one, so that none comes or goes with a version', () => {
  const names = (routed: ServiceAlarmsProps['routed']) => Object.keys(build({ routed }).alarms);
  expect(names([TWO])).toEqual(names([WEB]));
});

test('a process is down when no pod is healthy, also when there is no pod to measure', () => {
  expect(alarm('web-down')).toMatchObject({
    threshold: 1,
    comparison_operator: 'LessThanThreshold',
    treat_missing_data: 'breaching',
    evaluation_periods: 5,
  });
  expect(queries(alarm('web-down', { routed: [TWO] }))).toMatchObject({
    version1: 'FILL(pods1, 0)',
    worst: 'MIN([version0, version1])',
  });
});

test('a version is not called down before requests are sent to it', () => {
  const { resource } = synth((stack) => {
    const rule = new TerraformData(stack, 'rule', {});
    new ServiceAlarms(stack, 'alarms', {
      ...watched(stack),
      routed: [{ ...TWO, rules: [rule] }],
      workloads: [],
      schedules: [],
    });
  });
  const waiting = Object.entries<Json>(resource.aws_cloudwatch_metric_alarm!).filter(
    ([, { depends_on }]) => depends_on !== undefined,
  );
  expect(waiting.map(([id, { depends_on }]) => [id, depends_on])).toEqual([
    ['alarms_web-down', ['terraform_data.rule']],
  ]);
});

test('latency is that of one request in twenty, where there are enough requests to say so', () => {
  const found = queries(alarm('web-latency'));
  expect(found).toMatchObject({ worst: 'IF(requests0 >= 20, seconds0, 0)', seconds0: { stat: 'p95' } });
});

test('a service without routes is watched by its pods and its log alone', () => {
  expect(Object.keys(build({ routed: [] }).alarms).sort()).toEqual([
    'errors-logged',
    'fully-scaled',
    'log-unread',
    'restarts',
    'schedules',
  ]);
});

describe('pods', () => {
  test('restarts are counted over all Deployments of the service, as Container Insights names them', () => {
    const found = queries(
      alarm('restarts', { workloads: [DEPLOYMENT, { name: 'shop-worker', process: 'worker' }] }),
    );
    expect(found.restarts).toBe('FILL(pods0, 0) + FILL(pods1, 0)');
    expect(found.pods1).toEqual({
      namespace: 'ContainerInsights',
      metric_name: 'pod_number_of_container_restarts',
      dimensions: { ClusterName: 'test', Namespace: 'store', PodName: 'shop-worker' },
      stat: 'Sum',
      period: 900,
    });
  });

  test('a process at its highest number is told after half an hour, one that does not scale never', () => {
    const workloads = [DEPLOYMENT, { name: 'shop-worker', process: 'worker' }];
    expect(alarm('fully-scaled', { workloads })).toMatchObject({ evaluation_periods: 6, threshold: 0 });
    expect(queries(alarm('fully-scaled', { workloads }))).toEqual({
      full: 'IF(FILL(pods0, 0) >= 10, 1, 0)',
      pods0: expect.objectContaining({ metric_name: 'replicas_desired', stat: 'Minimum' }),
    });
    expect(alarm('fully-scaled', { workloads: workloads.slice(1) })).toBeUndefined();
  });

  test('more Deployments than one alarm takes are watched by several', () => {
    const workloads = Array.from({ length: 11 }, (_, index) => ({ name: `shop-${index}`, process: 'x' }));
    const { alarms } = build({ workloads });
    const measured = (name: string) => Object.keys(queries(alarms[name])).length - 1;
    expect([measured('restarts'), measured('restarts-2')]).toEqual([10, 1]);
  });
});

test('errors in the log are those of the service, not of one whose name only begins like it', () => {
  expect(alarm('errors-logged')).toMatchObject({
    namespace: 'acme/test',
    metric_name: 'test-log-errors-any',
    dimensions: { Namespace: 'store', Service: 'shop' },
    statistic: 'Sum',
    period: 300,
    threshold: 10,
  });
});

test('lines of which none is ever counted as an error are told, and their absence is well', () => {
  expect(alarm('log-unread')).toMatchObject({
    metric_name: 'test-log-without-level-levelname',
    dimensions: { Namespace: 'store', Service: 'shop' },
    threshold: 5,
    treat_missing_data: 'notBreaching',
  });
});

test('the pods of a service carry the label by which its errors are found', () => {
  const labels = labelsOf({ group: 'store', service: 'shop', component: 'web', version: '1.4.0' });
  expect(labels).toMatchObject({ service: 'shop', version: '1.4.0' });
});

test('a failed schedule is found in the audit log, by the CronJob that its job belongs to', () => {
  const { synthesized } = build({ schedules: ['shop-tidy', 'shop-count'] });
  const filter = all(synthesized, 'aws_cloudwatch_log_metric_filter').find(({ name }) =>
    name.endsWith('schedules'),
  );
  expect(filter.log_group_name).toBe('/aws/eks/test/cluster');
  for (const name of ['shop-tidy', 'shop-count']) {
    expect(filter.pattern).toContain(`($.requestObject.metadata.ownerReferences[0].name = "${name}")`);
  }
  expect(build({ schedules: [] }).alarms.schedules).toBeUndefined();
});

test('a change of flags is taken back for what a flag can break, and never for silence', () => {
  const { alarms, forFlags } = build();
  const names = forFlags.map(({ name }) => name.replace('test-service-shop-', ''));
  expect(names).toEqual(['web-errors', 'restarts', 'errors-logged']);
  for (const name of names) expect(alarms[name].treat_missing_data).toBe('notBreaching');
});
