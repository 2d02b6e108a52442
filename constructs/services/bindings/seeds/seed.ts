import type { Construct } from 'constructs';
import type { DatabaseEngine } from '../../../../declarations/backing';
import type { CopiedTable } from '../../../../declarations/preview-data';
import { escapeInterpolation } from '../../../core/escape-interpolation';
import { asMaster, type GuestDatabaseProps } from '../guests/guest-database';
import { GuestTemplate } from '../guests/guest-template';
import { masterPod } from '../guests/master-pod';
import { readPreviewScript } from '../setup-script';
import { masksOf, rulesSql } from './rules-sql';

export interface SeedProps extends GuestDatabaseProps {
  /** What previews may have, in the order in which it is copied. At least one table. */
  readonly tables: readonly (readonly [string, CopiedTable])[];
}

const SCRIPTS: Readonly<Record<DatabaseEngine, string>> = {
  postgres: 'seed/postgres.sh',
  mysql: 'seed/mysql.sh',
};

/** What the pod reserves: it passes rows on, and keeps none. */
const SIZE = { cpuMillicores: 100, memoryMiB: 256 };

/** Where the plan's guard finds the masks, by `<table>.<column>`: plan/rules/preview-data-widened.ts. */
export const MASKS = 'MASKS';

/**
 * The template of the job that fills a preview's database from that of the host. It has the rules that are deployed in
 * the host: a preview chooses its id alone, so that no branch weakens a mask.
 */
export class Seed extends GuestTemplate {
  constructor(scope: Construct, id: string, props: SeedProps) {
    const { runtime, setup, database, engine, tables } = props;
    const name = seedName(database);
    super(scope, id, {
      runtime,
      setup,
      name,
      ...asMaster(props),
      pod: masterPod(props, {
        name,
        script: readPreviewScript('seed/names.sh', SCRIPTS[engine]),
        variables: [
          { name: 'RULES', value: escapeInterpolation(rulesSql(engine, tables)) },
          { name: MASKS, value: escapeInterpolation(JSON.stringify(masksOf(tables))) },
        ],
        size: SIZE,
      }),
    });
  }
}

/** What the job is called before a one-off command's ending. */
export function seedName(database: string): string {
  return `seed-${database}`;
}
