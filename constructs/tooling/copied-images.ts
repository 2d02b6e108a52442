import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { Construct } from 'constructs';
import type { Project } from '../../parameters/project';
import { arn } from '../core/arn';
import type { Naming } from '../core/naming';
import { policy } from '../core/policy';
import type { Protection } from '../core/protection';
import { Key } from '../encryption/key';
import { Registry } from './registry';
import { Repositories } from './repositories';

export interface CopiedImagesProps {
  /** Of the account that takes the copies. */
  readonly naming: Naming;
  readonly protection: Protection;
  readonly project: Project;
  /** Names of the services, a repository each. */
  readonly services: readonly string[];
}

/**
 * Takes copies of the tooling account's images: into repositories that are there, not into others. The tooling account
 * can't delete or change what has been copied.
 * Source: Amazon ECR User Guide, "Registry permissions".
 */
export class CopiedImages extends Construct {
  constructor(scope: Construct, id: string, { naming, protection, project, services }: CopiedImagesProps) {
    super(scope, id);
    const key = new Key(this, 'images', { naming, protection, description: 'Copies of images of services' });
    new Repositories(this, 'repositories', {
      registry: new Registry(project),
      services,
      keyArn: key.arn,
      readers: [],
    });
    new EcrRegistryPolicy(this, 'Default', {
      policy: policy({
        Sid: 'ImagesOfTheToolingAccount',
        Principal: { AWS: arn({ ...naming, account: project.toolingAccount }, 'iam', 'root') },
        Action: 'ecr:ReplicateImage',
        Resource: arn(naming, 'ecr', `repository/${project.name}/*`),
      }),
    });
  }
}
