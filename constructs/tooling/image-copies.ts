import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { Construct } from 'constructs';
import type { Project } from '../../parameters/project';

export interface ImageCopiesProps {
  readonly project: Pick<Project, 'name' | 'region'>;
  /** The account that takes the copies. */
  readonly account: string;
}

/**
 * Copies each image that is pushed to the registry of another account, with its tag and digest. What was pushed before is
 * not copied. It is the one replication that the registry of an account may have.
 * Source: Amazon ECR User Guide, "Private image replication".
 */
export class ImageCopies extends Construct {
  constructor(scope: Construct, id: string, { project: { name, region }, account }: ImageCopiesProps) {
    super(scope, id);
    new EcrReplicationConfiguration(this, 'Default', {
      replicationConfiguration: {
        rule: [
          {
            destination: [{ region, registryId: account }],
            repositoryFilter: [{ filter: `${name}/`, filterType: 'PREFIX_MATCH' }],
          },
        ],
      },
    });
  }
}
