import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block';
import { Construct } from 'constructs';
import { type Naming, resourceName } from '../core/naming';

export interface AccountGuardsProps {
  readonly naming: Naming;
}

/**
 * What holds for everything in the account, also for what nobody declared: no bucket is public, each new disk is
 * encrypted, and whatever lets in somebody from outside is a finding. No role of the environment can undo it
 * (permissions-boundary.ts).
 */
export class AccountGuards extends Construct {
  constructor(scope: Construct, id: string, { naming }: AccountGuardsProps) {
    super(scope, id);
    new S3AccountPublicAccessBlock(this, 'buckets', {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new EbsEncryptionByDefault(this, 'disks', { enabled: true });
    new AccessanalyzerAnalyzer(this, 'analyzer', {
      analyzerName: resourceName(naming, 'analyzer', 'access'),
      type: 'ACCOUNT',
    });
  }
}
