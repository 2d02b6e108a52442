import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { protection } from '../../../constructs/core/protection';
import { Database, type DatabaseProps } from '../../../constructs/database/database';
import type { DatabaseParameters } from '../../../parameters/kinds/database';
import { type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { neighbours } from '../neighbours';

/** What a test wants otherwise. */
export interface Change extends Partial<Omit<DatabaseProps, 'parameters'>> {
  readonly parameters?: Partial<DatabaseParameters>;
}

export interface Built {
  readonly synthesized: Synthesized;
  readonly made: Database;
  readonly alarms: Record<string, MetricAlarmProps>;
}

/** A database beside stand-ins of all that it needs. */
export function build(
  { parameters, ...props }: Change = {},
  use: (made: Database) => void = () => {},
): Built {
  let made!: Database;
  let alarms!: Built['alarms'];
  const synthesized = synth((stack) => {
    const given = neighbours(stack);
    alarms = given.alarms;
    made = new Database(stack, 'orders', {
      ...given,
      protection: protection(false),
      name: 'orders',
      engine: 'postgres',
      port: 5432,
      parameters: {
        ...environment().parameters.databases.orders!,
        version: '17.10',
        instanceClass: 'db.m7g.large',
        storageGiB: 100,
        maxStorageGiB: 400,
        multiAz: false,
        backupRetentionDays: 7,
        ...parameters,
      },
      ...props,
    });
    use(made);
  });
  return { synthesized, made, alarms };
}
