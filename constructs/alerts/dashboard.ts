import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import type { Alarm } from '../alarms/alarm';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { consoleHost } from '../core/partition';
import { unhealthyAlarmName } from './unhealthy-alarm';

export interface DashboardProps {
  readonly naming: Naming;
  readonly alarms: readonly Alarm[];
}

/** CloudWatch shows this many alarms in one list. */
const LIST = 100;

/**
 * The environment on one page: what is wrong now, then the metric behind each alarm with its threshold, under
 * the part of the environment that it belongs to. Widgets have no place of their own, so that CloudWatch lays
 * them out and an alarm more moves nothing by hand.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { naming, alarms }: DashboardProps) {
    super(scope, id);
    const alarmArn = (name: string) => arn(naming, 'cloudwatch', `alarm:${name}`);
    const names = [unhealthyAlarmName(naming), ...alarms.map(({ name }) => name)];
    const lists = Array.from({ length: Math.ceil(names.length / LIST) }, (_, index) =>
      list('Alarms', names.slice(index * LIST, (index + 1) * LIST).map(alarmArn)),
    );
    const graphs = [...byPart(alarms)].flatMap(([part, members]) => [
      heading(part),
      ...members.map(({ name }) => graph(name, alarmArn(name), naming.region)),
    ]);
    new CloudwatchDashboard(this, 'Default', {
      dashboardName: dashboardName(naming),
      dashboardBody: JSON.stringify({ widgets: [...lists, ...graphs] }),
    });
  }
}

/** Where the dashboard is shown to whoever is signed in to the account and may read CloudWatch. */
export function dashboardUrl(naming: Naming): string {
  const { region } = naming;
  return `https://${consoleHost(region)}/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboardName(naming)}`;
}

function dashboardName(naming: Naming): string {
  return resourceName(naming, 'dashboard');
}

/** By the construct right below the stack: network, cluster, databases... */
function byPart(alarms: readonly Alarm[]): Map<string, Alarm[]> {
  const parts = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const part = alarm.resource.node.scopes[2]!.node.id;
    parts.set(part, [...(parts.get(part) ?? []), alarm]);
  }
  return parts;
}

const list = (title: string, alarms: readonly string[]) => ({
  type: 'alarm',
  width: 24,
  height: 6,
  properties: { title, alarms },
});

const heading = (part: string) => ({
  type: 'text',
  width: 24,
  height: 1,
  properties: { markdown: `## ${part}` },
});

const graph = (title: string, alarm: string, region: string) => ({
  type: 'metric',
  width: 8,
  height: 5,
  properties: { title, region, view: 'timeSeries', annotations: { alarms: [alarm] } },
});
