import type { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import type { Construct } from 'constructs';
import type { Watch } from '../alarms/watch';

export interface NatGatewayAlarmsProps {
  readonly alerts: Watch;
  readonly zone: string;
  readonly gateway: NatGateway;
}

export function watchNatGateway(scope: Construct, { alerts, zone, gateway }: NatGatewayAlarmsProps): void {
  alerts.addMetricAlarm(scope, `nat-${zone}-ports`, {
    description: `The NAT gateway of zone ${zone} has no port left for new connections: look for a workload that opens too many, then raise network.natGateways.`,
    severity: 'warning',
    namespace: 'AWS/NATGateway',
    metric: 'ErrorPortAllocation',
    dimensions: { NatGatewayId: gateway.id },
    statistic: 'Sum',
    threshold: { above: 0 },
    minutes: 5,
  });
}
