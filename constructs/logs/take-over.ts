import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsCloudwatchLogGroups } from '@cdktf/provider-aws/lib/data-aws-cloudwatch-log-groups';
import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Services that make their log group by themselves when they have something to write, also while they are being
 * destroyed. What they make has no key, is kept for ever, and is in the way of the next deploy.
 * Sources: terraform-aws-modules/terraform-aws-eks issue 2763 (by the service-linked role of EKS), and
 * hashicorp/terraform-provider-aws issue 42858 (by RDS).
 */
const REVIVED = /^\/aws\/(eks|rds)\//;

/** Whether a log group of that name can be there before Terraform makes it. */
export function comesBack(name: string): boolean {
  return REVIVED.test(name);
}

/**
 * Takes over a log group that is there already, as Terraform's `import` does: the deploy then gives it key and
 * retention. Nothing happens while the group is absent, or in the state.
 */
export class TakeOver extends TerraformElement {
  private readonly found: DataAwsCloudwatchLogGroups;

  constructor(
    scope: Construct,
    id: string,
    private readonly group: CloudwatchLogGroup,
    private readonly name: string,
  ) {
    super(scope, id);
    this.found = new DataAwsCloudwatchLogGroups(this, 'Default', { logGroupNamePrefix: name });
  }

  override toTerraform() {
    const names = `data.${this.found.terraformResourceType}.${this.found.friendlyUniqueId}.log_group_names`;
    const itself = `\${toset([for name in ${names} : name if name == ${JSON.stringify(this.name)}])}`;
    const to = `${this.group.terraformResourceType}.${this.group.friendlyUniqueId}`;
    // CDKTF's `importFrom` knows no `for_each`, and an import of what is not there fails.
    return { import: [{ for_each: itself, to, id: '${each.key}' }] };
  }
}
