import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import type { Naming } from '../core/naming';
import { comesBack, TakeOver } from './take-over';

export interface LogGroupProps {
  readonly naming: Naming;
  /** Whole name. AWS services write to names of their own choice, such as `/aws/eks/<cluster>/cluster`. */
  readonly name: string;
  readonly keyArn: string;
  /** Days for which its events can be searched, of the values that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/**
 * An encrypted log group that ends with its environment. It is made before the service that writes to it, as
 * the service would make one without key and retention.
 *
 * To read it as it grows: `aws logs tail <name> --follow --since 1h`.
 */
export class LogGroup extends Construct {
  readonly name: string;
  /** Without the `:*` that policies for writers end in. */
  readonly arn: string;
  /** For `dependsOn` of whatever writes to it. */
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { naming, name, keyArn, retentionDays }: LogGroupProps) {
    super(scope, id);
    this.resource = new CloudwatchLogGroup(this, 'Default', {
      name,
      kmsKeyId: keyArn,
      retentionInDays: retentionDays,
    });
    if (comesBack(name)) new TakeOver(this, 'left-over', this.resource, name);
    this.name = name;
    this.arn = arn(naming, 'logs', `log-group:${name}`);
  }
}
