import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { LocalBackend, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Bucket } from '../constructs/bucket';
import { Key } from '../constructs/key';
import { protection } from '../constructs/protection';
import { defaultTags } from '../constructs/tags';
import type { Project } from '../environments/project';
import { Stack } from './stack';
import { stateNames } from './state';

export interface BootstrapProps {
  readonly project: Project;
}

/**
 * What must be there before any environment: the state's bucket and key, and the DNS zone that the
 * environments' zones hang below. In the tooling account, by its own credentials; its own state is a file.
 */
export class Bootstrap extends Stack {
  constructor(scope: Construct, id: string, { project }: BootstrapProps) {
    const naming = {
      platform: project.name,
      environment: project.name,
      account: project.toolingAccount,
      region: project.region,
    };
    super(scope, id, {
      region: project.region,
      account: project.toolingAccount,
      tags: defaultTags({ ...naming, environment: 'all' }, 'bootstrap'),
    });
    new LocalBackend(this, { path: `${process.cwd()}/bootstrap.tfstate` });

    const names = stateNames(project);
    const safe = protection(true);
    const key = new Key(this, 'state', { naming, protection: safe, description: 'Terraform state' });
    const bucket = new Bucket(this, 'state-bucket', {
      name: names.bucket,
      protection: safe,
      keyArn: key.arn,
      noncurrentDays: 365,
    });
    const zone = new Route53Zone(this, 'zone', {
      name: project.domain,
      comment: 'Parent of every environment',
    });

    new TerraformOutput(this, 'state-bucket-name', { value: bucket.name });
    new TerraformOutput(this, 'delegate-the-domain-to', { value: zone.nameServers });
  }
}
