import type { DatabaseEngine } from '../../declarations/backing';
import { instanceMemoryGiB } from './instance-memory';

interface Setting {
  readonly name: string;
  readonly value: string;
  /** `pending-reboot` for what the engine reads only when it starts. */
  readonly applyMethod: 'immediate' | 'pending-reboot';
}

interface Engine {
  /** Logs that RDS sends to CloudWatch. Statements with their values are in none, unless they are slow. */
  readonly logs: readonly string[];
  /** Parameter group family of a version. */
  family(version: string): string;
  /** Encrypted connections only, slow and structural statements logged, a known limit of connections. */
  settings(maxConnections: number): Setting[];
}

/** Slower statements are logged. */
const SLOW_SECONDS = 1;

/** What differs between the engines. */
export const ENGINES: Readonly<Record<DatabaseEngine, Engine>> = {
  postgres: {
    logs: ['postgresql', 'upgrade', 'iam-db-auth-error'],
    family: (version) => `postgres${version.split('.')[0]}`,
    settings: (maxConnections) => [
      // The default of every major here, so that RDS reads it back as pending-reboot, whatever it was sent as. Sent as
      // immediate, each plan would show it again. Source: Amazon RDS User Guide, "Using SSL with a PostgreSQL DB
      // instance": 1 from version 15 on; parameters at their default, hashicorp/terraform-provider-aws db_parameter_group.
      { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
      now('log_min_duration_statement', SLOW_SECONDS * 1000),
      now('log_statement', 'ddl'),
      now('log_lock_waits', 1),
      { name: 'max_connections', value: String(maxConnections), applyMethod: 'pending-reboot' },
    ],
  },
  mysql: {
    // Not `general`, which has every statement with its values; not `audit`, which needs an option group.
    logs: ['error', 'slowquery', 'iam-db-auth-error'],
    family: (version) => `mysql${version.split('.').slice(0, 2).join('.')}`,
    settings: (maxConnections) => [
      now('require_secure_transport', 1),
      now('slow_query_log', 1),
      now('long_query_time', SLOW_SECONDS),
      // Into a file, which RDS can send on; the default is a table.
      now('log_output', 'FILE'),
      now('max_connections', maxConnections),
      // Services may make functions and triggers. With backups on, MySQL else asks for a right that RDS keeps to itself.
      // Source: MySQL Reference Manual, "Stored Program Binary Logging".
      now('log_bin_trust_function_creators', 1),
    ],
  },
};

/**
 * Sets the highest number of connections, because an alarm needs to know it. The engine's own formula depends on how
 * much memory RDS reserves. The value is below the result of either engine's formula.
 */
export function maxConnectionsOf(instanceClass: string): number {
  return Math.min(80 * instanceMemoryGiB(instanceClass), 5000);
}

function now(name: string, value: string | number): Setting {
  return { name, value: String(value), applyMethod: 'immediate' };
}
