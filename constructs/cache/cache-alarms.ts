import type { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { type Eviction, evicts, refusesWrites } from '../../declarations/kinds/eviction';
import type { Watch } from '../alarms/watch';

export interface CacheAlarmsProps {
  readonly alerts: Watch;
  readonly name: string;
  readonly eviction: Eviction;
  readonly group: ElasticacheReplicationGroup;
  readonly parameters: { readonly nodes: number };
}

/** ElastiCache refuses the 65,001st connection to a node, whatever its size. */
const MAX_CONNECTIONS = 65_000;

function whenFull(eviction: Eviction): string {
  if (!evicts(eviction)) return 'refuses writes';
  return refusesWrites(eviction)
    ? 'evicts keys with a time to live, then refuses writes'
    : 'evicts keys to store new ones';
}

/**
 * Alarms for each node, because ElastiCache has metrics only for nodes. The members are read from the group, because
 * their numbers can have gaps after replicas were removed.
 */
export function watchCache(
  scope: Construct,
  { alerts, name, eviction, group, parameters }: CacheAlarmsProps,
): void {
  for (let index = 0; index < parameters.nodes; index++) {
    const cluster = Fn.element(group.memberClusters, index);
    const metric = (metric: string) => ({
      namespace: 'AWS/ElastiCache',
      metric,
      dimensions: { CacheClusterId: cluster, CacheNodeId: '0001' },
      statistic: 'Average',
    });
    const node = `Node ${index + 1} of the cache ${name}`;
    alerts.addMetricAlarm(scope, `memory-${index + 1}`, {
      ...metric('DatabaseMemoryUsagePercentage'),
      runbook: 'cache-memory',
      severity: 'critical',
      silence: 'alarm',
      threshold: { above: 95 },
      minutes: 10,
      description: `${node} is full and ${whenFull(eviction)}, or it sends no metrics because it is down. If it is full, raise caches.${name}.nodeType. If it is down, look at the events of ${name} in ElastiCache.`,
    });
    if (refusesWrites(eviction)) {
      alerts.addMetricAlarm(scope, `filling-${index + 1}`, {
        ...metric('DatabaseMemoryUsagePercentage'),
        runbook: 'cache-filling',
        severity: 'warning',
        threshold: { above: 80 },
        minutes: 15,
        description: `${node} has less than a fifth of its memory left. Once it is full it ${whenFull(eviction)}. Look for keys without a time to live, then raise caches.${name}.nodeType.`,
      });
    }
    if (evicts(eviction)) {
      alerts.addMetricAlarm(scope, `evictions-${index + 1}`, {
        ...metric('Evictions'),
        statistic: 'Sum',
        runbook: 'cache-evictions',
        severity: 'warning',
        threshold: { above: 0 },
        minutes: 15,
        description: `${node} evicts keys before they expire, because its memory is full. Look for keys without a time to live, then raise caches.${name}.nodeType.`,
      });
    }
    alerts.addMetricAlarm(scope, `cpu-${index + 1}`, {
      ...metric('EngineCPUUtilization'),
      runbook: 'cache-cpu',
      severity: 'warning',
      threshold: { above: 90 },
      minutes: 15,
      description: `${node} has almost no CPU left; the engine uses only one processor. Look for slow commands in the slow log, read from replicas, then raise caches.${name}.nodeType.`,
    });
    alerts.addMetricAlarm(scope, `connections-${index + 1}`, {
      ...metric('CurrConnections'),
      runbook: 'cache-connections',
      severity: 'warning',
      threshold: { above: 0.8 * MAX_CONNECTIONS },
      minutes: 5,
      description: `${node} will soon refuse connections; it accepts at most ${MAX_CONNECTIONS}. Look for a service that opens one for each request.`,
    });
  }
}
