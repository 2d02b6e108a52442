import type { Construct } from 'constructs';
import { type Naming, resourceName } from '../core/naming';
import { TerraformData } from '../core/terraform-data';

export interface LastSnapshotProps {
  readonly naming: Naming;
  /** What is snapshotted, as in its own name. */
  readonly name: string;
  /** What makes a new thing when it changes: the new one's last snapshot then has a name of its own. */
  readonly replacedWith: Readonly<Record<string, string>>;
}

/**
 * Name of the snapshot that a database or cache leaves when it is destroyed. AWS refuses a name that is taken, so a
 * fixed name would fail when the same database is made and destroyed a second time. `terraform_data` keeps a random id
 * in state, without another provider or a request.
 */
export function lastSnapshotName(
  scope: Construct,
  { naming, name, replacedWith }: LastSnapshotProps,
): string {
  const { id } = new TerraformData(scope, 'last-snapshot', { triggersReplace: replacedWith });
  return `${resourceName(naming, 'finalSnapshot', name)}-${id}`;
}
