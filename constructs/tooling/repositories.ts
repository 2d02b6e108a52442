import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { Construct } from 'constructs';
import { policy } from '../core/policy';
import type { Registry } from './registry';

export interface RepositoriesProps {
  readonly registry: Registry;
  /** Names of the services, a repository each. */
  readonly services: readonly string[];
  readonly keyArn: string;
  /** ARNs of the accounts whose clusters run the images. None: only the registry's own account reads them. */
  readonly readers: readonly string[];
}

const UNTAGGED_DAYS = 14;
const RELEASES = 1000;
const BRANCH_IMAGES = 200;

/**
 * An image repository for each service, with immutable tags. When a service is removed from the code, its repository
 * stays until somebody empties it: ECR refuses to delete a repository that holds images.
 */
export class Repositories extends Construct {
  /** ARNs, by service. */
  readonly arns: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { registry, services, keyArn, readers }: RepositoriesProps) {
    super(scope, id);
    const arns = services.map((service) => {
      const repository = this.createRepository(service, registry.repository(service), keyArn);
      if (readers.length > 0) this.letIn(service, repository, readers);
      this.expire(service, repository);
      return [service, repository.arn] as const;
    });
    this.arns = new Map(arns);
  }

  private createRepository(service: string, name: string, kmsKey: string): EcrRepository {
    return new EcrRepository(this, service, {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey }],
    });
  }

  /** The nodes of those accounts, if their own policy lets them. They need no right to the key: ECR has a grant. */
  private letIn(service: string, repository: EcrRepository, readers: readonly string[]): void {
    new EcrRepositoryPolicy(this, `${service}-readers`, {
      repository: repository.name,
      policy: policy({
        Sid: 'EnvironmentsPull',
        Principal: { AWS: readers },
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      }),
    });
  }

  /**
   * An image belongs to the first rule that selects it, even if it is not expired by that one: so the second does not
   * take releases.
   * Source: Amazon ECR User Guide, "How the lifecycle policy works".
   */
  private expire(service: string, repository: EcrRepository): void {
    const rule = (rulePriority: number, description: string, selection: object) => ({
      rulePriority,
      description,
      selection,
      action: { type: 'expire' },
    });
    const most = (countNumber: number) => ({ countType: 'imageCountMoreThan', countNumber });
    new EcrLifecyclePolicy(this, `${service}-lifecycle`, {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          rule(1, `The last ${RELEASES} releases`, {
            tagStatus: 'tagged',
            tagPatternList: ['*.*.*'],
            ...most(RELEASES),
          }),
          rule(2, `The last ${BRANCH_IMAGES} images of branches`, {
            tagStatus: 'tagged',
            tagPatternList: ['*'],
            ...most(BRANCH_IMAGES),
          }),
          rule(3, `What has no tag, for ${UNTAGGED_DAYS} days`, {
            tagStatus: 'untagged',
            countType: 'sinceImagePushed',
            countUnit: 'days',
            countNumber: UNTAGGED_DAYS,
          }),
        ],
      }),
    });
  }
}
