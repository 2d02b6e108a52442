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
 * Name of the snapshot that a thing leaves when it is destroyed. It is read from state at that moment, and AWS
 * refuses one that is taken, so a name that was the same in every life of the thing would fail in the second.
 * `terraform_data` keeps a random id in state, without another provider or a request.
 */
export function lastSnapshotName(
  scope: Construct,
  { naming, name, replacedWith }: LastSnapshotProps,
): string {
  const { id } = new TerraformData(scope, 'last-snapshot', { triggersReplace: replacedWith });
  return `${resourceName(naming, 'finalSnapshot', name)}-${id}`;
}
