import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { type Naming, resourceName } from './naming';

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
 * Terraform's own `terraform_data` keeps a random id in state, without another provider or a request. Not by
 * CDKTF's class for it, which starts Terraform at each synth to ask for its version.
 */
export function lastSnapshotName(
  scope: Construct,
  { naming, name, replacedWith }: LastSnapshotProps,
): string {
  const life = new TerraformResource(scope, 'last-snapshot', { terraformResourceType: 'terraform_data' });
  life.addOverride('triggers_replace', replacedWith);
  return `${resourceName(naming, 'finalSnapshot', name)}-${life.getStringAttribute('id')}`;
}
