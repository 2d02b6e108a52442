import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { readingOf } from '../../../declarations/log-form';
import type { Running } from '../../../parameters/version';
import type { Alarm } from '../../alarms/alarm';
import type { Metric } from '../../alarms/alarm-props';
import { dashboardUrl } from '../../alerts/dashboard';
import { arn } from '../../core/arn';
import { resourceName } from '../../core/naming';
import { errorQuery, messageQuery } from '../../logs/log-pattern';
import type { RoutedProcess } from '../routes/process-routes';
import { targetMetric } from './route-alarms';
import type { ServiceAlarmsProps } from './watched-service';
import { workloadMetric } from './workload-alarms';

export interface ServiceDashboardProps extends ServiceAlarmsProps {
  readonly versions: readonly Running[];
  readonly alarms: readonly Alarm[];
  /** Those of them that the service declares for itself. */
  readonly ownAlarms: readonly Alarm[];
}

type Widget = Readonly<Record<string, unknown>>;

/** A line of a graph: what it is of, and what it says. */
interface Line {
  readonly label: string;
  readonly metric: Metric;
}

/**
 * A service on one page: what is wrong now, what outsiders notice, version by version, what its pods need, and the
 * errors that it logged last. Widgets have no place of their own, so that CloudWatch lays them out.
 */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { naming } = props.runtime;
    const widgets = [
      introduction(props),
      alarmList(props),
      ...props.routed.flatMap((routed) => traffic(props, routed)),
      ...pods(props),
      ...own(props),
      errors(props),
    ];
    new CloudwatchDashboard(this, 'Default', {
      dashboardName: resourceName(naming, 'dashboard', 'service', props.service),
      dashboardBody: JSON.stringify({ widgets }),
    });
  }
}

function introduction({ runtime, service, namespace, declaration, versions }: ServiceDashboardProps): Widget {
  const running = versions.map(({ version, weight, commit }) => {
    const source = commit === undefined ? '' : `, commit ${commit}`;
    return `- \`${version}\`${source}: ${weight} % of requests from outside`;
  });
  const markdown = [
    `# ${service}`,
    `${declaration.description}. \`kubectl get pods -n ${namespace} -l app.kubernetes.io/name=${service}\``,
    ...running,
    `[The whole environment](${dashboardUrl(runtime.naming)})`,
  ].join('\n\n');
  return { type: 'text', width: 24, height: 4, properties: { markdown } };
}

function alarmList({ runtime, alarms }: ServiceDashboardProps): Widget {
  const arns = alarms.map(({ name }) => arn(runtime.naming, 'cloudwatch', `alarm:${name}`));
  return { type: 'alarm', width: 24, height: 3, properties: { title: 'Alarms', alarms: arns } };
}

function traffic(props: ServiceDashboardProps, { process, targets }: RoutedProcess): Widget[] {
  const each = (metric: string, statistic: string, what = '') =>
    targets.map((target) => ({
      label: `${target.version}${what}`,
      metric: targetMetric(props, target, metric, statistic),
    }));
  return [
    graph(props, `${process}: requests in a minute`, each('RequestCount', 'Sum')),
    graph(props, `${process}: answers 5xx in a minute`, each('HTTPCode_Target_5XX_Count', 'Sum')),
    graph(props, `${process}: seconds`, [
      ...each('TargetResponseTime', 'p50', ', half'),
      ...each('TargetResponseTime', 'p95', ', 95 %'),
    ]),
    graph(props, `${process}: healthy pods`, each('HealthyHostCount', 'Maximum')),
  ];
}

function pods(props: ServiceDashboardProps): Widget[] {
  const { workloads } = props;
  if (workloads.length === 0) return [];
  const each = (metric: string, statistic: string) =>
    workloads.map((workload) => ({
      label: workload.name,
      metric: workloadMetric(props, workload, metric, statistic),
    }));
  return [
    graph(props, 'Pods that are wanted', each('replicas_desired', 'Maximum')),
    graph(props, 'Pods that are ready', each('replicas_ready', 'Minimum')),
    graph(props, 'CPU of the node, in %', each('pod_cpu_utilization', 'Average')),
    graph(
      props,
      'Memory of what they may have, in %',
      each('pod_memory_utilization_over_pod_limit', 'Maximum'),
    ),
    graph(props, 'Restarts in a minute', each('pod_number_of_container_restarts', 'Sum')),
  ];
}

function graph({ runtime }: ServiceDashboardProps, title: string, lines: readonly Line[]): Widget {
  const metrics = lines.map(({ label, metric: { namespace, metric, dimensions, statistic } }) => [
    namespace,
    metric,
    ...Object.entries(dimensions).flat(),
    { label, stat: statistic },
  ]);
  return {
    type: 'metric',
    width: 8,
    height: 6,
    properties: { title, region: runtime.naming.region, view: 'timeSeries', period: 60, metrics },
  };
}

/** What the service watches itself, with the thresholds. */
function own({ runtime, ownAlarms }: ServiceDashboardProps): Widget[] {
  return ownAlarms.map(({ name }) => ({
    type: 'metric',
    width: 8,
    height: 6,
    properties: {
      title: name,
      region: runtime.naming.region,
      view: 'timeSeries',
      annotations: { alarms: [arn(runtime.naming, 'cloudwatch', `alarm:${name}`)] },
    },
  }));
}

function errors({ runtime, namespace, service, declaration }: ServiceDashboardProps): Widget {
  const reading = readingOf(declaration.logs);
  const query = [
    `SOURCE '${runtime.contract.logs.applicationGroup}'`,
    `fields @timestamp, kubernetes.labels.version, kubernetes.pod_name, az, ${messageQuery(reading)} as message`,
    `filter kubernetes.namespace_name = '${namespace}' and kubernetes.labels.service = '${service}' and ${errorQuery(reading)}`,
    'sort @timestamp desc',
    'limit 50',
  ].join(' | ');
  return {
    type: 'log',
    width: 24,
    height: 8,
    properties: { title: 'Errors', region: runtime.naming.region, view: 'table', query },
  };
}
