import type { ElasticacheCluster } from '@cdktf/provider-aws/lib/elasticache-cluster';
import type { Construct } from 'constructs';
import type { Watch } from '../alarms/watch';

export interface MemcachedAlarmsProps {
  readonly alerts: Watch;
  readonly name: string;
  readonly cluster: ElasticacheCluster;
  readonly parameters: { readonly nodes: number };
}

/** For each node; ElastiCache numbers them without gaps, and takes the last away first. */
export function watchMemcached(
  scope: Construct,
  { alerts, name, cluster, parameters }: MemcachedAlarmsProps,
): void {
  for (let number = 1; number <= parameters.nodes; number++) {
    const metric = (metric: string) => ({
      namespace: 'AWS/ElastiCache',
      metric,
      dimensions: { CacheClusterId: cluster.clusterId, CacheNodeId: String(number).padStart(4, '0') },
    });
    const node = `Node ${number} of the cache ${name}`;
    alerts.addMetricAlarm(scope, `cpu-${number}`, {
      ...metric('CPUUtilization'),
      statistic: 'Average',
      runbook: 'memcached-cpu',
      severity: 'warning',
      silence: 'alarm',
      threshold: { above: 90 },
      minutes: 15,
      description: `${node} has almost no CPU left, or it sends no metrics because it is down. If it is busy, raise caches.${name}.nodes. If it is down, its share of the keys is lost.`,
    });
    alerts.addMetricAlarm(scope, `evictions-${number}`, {
      ...metric('Evictions'),
      statistic: 'Sum',
      runbook: 'memcached-evictions',
      severity: 'warning',
      threshold: { above: 0 },
      minutes: 15,
      description: `${node} evicts keys before they expire, because its memory is full. Raise caches.${name}.nodes or caches.${name}.nodeType.`,
    });
  }
}
