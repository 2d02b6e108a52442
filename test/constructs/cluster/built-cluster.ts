import type { Construct } from 'constructs';
import type { LogEventsProps } from '../../../constructs/alarms/alarm';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import type { Alerts } from '../../../constructs/alerts/alerts';
import { Cluster } from '../../../constructs/cluster/cluster';
import type { ClusterRoles } from '../../../constructs/cluster/cluster-access';
import { protection } from '../../../constructs/core/protection';
import type { Network } from '../../../constructs/network/network';
import type { ClusterParameters } from '../../../parameters/parameters';
import { resolved, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { neighbours } from '../neighbours';

export const DEPLOY = 'arn:aws:iam::123456789012:role/deploy';
export const VIEWER = DEPLOY.replace(/[\w-]+$/, 'acme-view');

export interface Built {
  readonly synthesized: Synthesized;
  readonly made: Cluster;
  readonly alarms: Record<string, MetricAlarmProps | LogEventsProps>;
}

/** A cluster beside stand-ins of all that it needs. */
export function build(
  parameters: Partial<ClusterParameters> = {},
  protect = false,
  roles: Partial<ClusterRoles> = {},
): Built {
  const alarms: Built['alarms'] = {};
  const add = (scope: Construct, id: string, props: MetricAlarmProps | LogEventsProps) => {
    alarms[id] = resolved(scope, props);
  };
  let made!: Cluster;
  const synthesized = synth((stack) => {
    const given = neighbours(stack);
    const network = { ...given.network, cidr: '10.10.0.0/16', privateSubnetIds: ['private-a', 'private-b'] };
    made = new Cluster(stack, 'cluster', {
      ...given,
      network: network as unknown as Network,
      alerts: { addMetricAlarm: add, addLogAlarm: add } as unknown as Alerts,
      protection: protection(protect),
      roles: { deploy: DEPLOY, readers: {}, viewer: VIEWER, ...roles },
      hostsPreviews: false,
      parameters: {
        ...environment().parameters.cluster,
        version: '1.36',
        publicAccess: [],
        privateAccess: [],
        admins: [],
        viewers: [],
        addons: {
          observability: 'v6.3.0-eksbuild.1',
          secretsStore: 'v2.1.1-eksbuild.1',
          metricsServer: 'v0.8.1-eksbuild.1',
        },
        ...parameters,
      },
    });
  });
  return { synthesized, made, alarms };
}
