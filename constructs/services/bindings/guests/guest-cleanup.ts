import type { Construct } from 'constructs';
import { type Backing, type DatabaseEngine, type Thing, thingsOf } from '../../../../declarations/backing';
import { readPreviewScript } from '../setup-script';
import { asMaster, type GuestDatabaseProps } from './guest-database';
import { GuestTemplate } from './guest-template';
import { masterPod } from './master-pod';

const SCRIPTS: Readonly<Record<DatabaseEngine, string>> = {
  postgres: 'postgres-drop.sh',
  mysql: 'mysql-drop.sh',
};

/**
 * The template of the job that drops a preview's database and users on a server of the host. Terraform does not know
 * them, because a job made them. So `npm run preview` starts this job after it has destroyed the preview. It works for
 * half-made previews as well, and drops only what carries a preview's id in its name.
 */
export class GuestCleanup extends GuestTemplate {
  constructor(scope: Construct, id: string, props: GuestDatabaseProps) {
    const { runtime, setup, database, engine } = props;
    const name = cleanupName(database);
    super(scope, id, {
      runtime,
      setup,
      name,
      ...asMaster(props),
      pod: masterPod(props, { name, script: readPreviewScript(SCRIPTS[engine]) }),
    });
  }
}

/** On which servers guests leave what they made. The keys of a cache end by themselves, its users do not. */
export function cleanedUp(backing: Backing): Thing<'database' | 'cache'>[] {
  return thingsOf(backing).filter((thing) => thing.kind === 'database' || thing.kind === 'cache');
}

/** What the job is called before a one-off command's ending. */
export function cleanupName(thing: string): string {
  return `drop-${thing}`;
}
