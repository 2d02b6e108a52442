import type { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import type { Construct } from 'constructs';
import type { DatabaseParameters } from '../../parameters/kinds/database';
import type { Watch } from '../alarms/watch';
import { instanceMemoryGiB } from './instance-memory';

export interface DatabaseAlarmsProps {
  readonly alerts: Watch;
  readonly name: string;
  readonly identifier: string;
  readonly instance: DbInstance;
  readonly parameters: DatabaseParameters;
  readonly maxConnections: number;
}

const BYTES_PER_GIB = 1024 ** 3;

/**
 * What goes wrong with every database sooner or later. No latency: what is normal depends on the work, and an
 * alarm nobody calibrated is one that everybody ignores.
 */
export function watchDatabase(
  scope: Construct,
  { alerts, name, identifier, instance, parameters, maxConnections }: DatabaseAlarmsProps,
): void {
  const metric = (metric: string) => ({
    namespace: 'AWS/RDS',
    metric,
    dimensions: { DBInstanceIdentifier: identifier },
    statistic: 'Average',
  });
  alerts.addMetricAlarm(scope, 'storage', {
    ...metric('FreeStorageSpace'),
    // Refers to the server, so as to be made after it: before, silence says nothing.
    dimensions: { DBInstanceIdentifier: instance.identifier },
    silence: 'alarm',
    runbook: 'database-storage',
    severity: 'critical',
    // The disk grows when less than a tenth is free. At half of that, of its first size, growth has ended.
    threshold: { below: 0.05 * parameters.storageGiB * BYTES_PER_GIB },
    minutes: 10,
    description: `The database ${name} has almost no disk space left and did not grow, or it sends no metrics because it is down. It can't grow beyond databases.${name}.maxStorageGiB, or within six hours after it last grew. Look at the events of ${identifier} in RDS.`,
  });
  alerts.addMetricAlarm(scope, 'connections', {
    ...metric('DatabaseConnections'),
    runbook: 'database-connections',
    severity: 'critical',
    threshold: { above: Math.floor(0.9 * maxConnections) },
    minutes: 5,
    description: `The database ${name} will soon refuse connections; it accepts at most ${maxConnections}. Look for a service with too many replicas or too large a pool, then raise databases.${name}.instanceClass.`,
  });
  alerts.addMetricAlarm(scope, 'cpu', {
    ...metric('CPUUtilization'),
    runbook: 'database-cpu',
    severity: 'warning',
    threshold: { above: 80 },
    minutes: 15,
    description: `The CPU of the database ${name} is busy. Look for the top statements in Performance Insights, then raise databases.${name}.instanceClass.`,
  });
  alerts.addMetricAlarm(scope, 'memory', {
    ...metric('FreeableMemory'),
    runbook: 'database-memory',
    severity: 'warning',
    threshold: { below: 0.05 * instanceMemoryGiB(parameters.instanceClass) * BYTES_PER_GIB },
    minutes: 15,
    description: `The database ${name} has almost no memory left and will swap. Look at the number of connections, then raise databases.${name}.instanceClass.`,
  });
}
