import { NAME } from '../../declarations/name';
import type { Project } from '../../parameters/project';
import { ALLOWED_VERSION, isDigest, VERSION } from '../../parameters/version';
import { partitionOf } from '../core/partition';

/** The image registry of all environments: one repository for each service, in the tooling account. */
export class Registry {
  private readonly host: string;
  private readonly platform: string;

  constructor({ name, region, toolingAccount }: Project) {
    this.host = `${toolingAccount}.dkr.ecr.${region}.${partitionOf(region).dnsSuffix}`;
    this.platform = name;
  }

  /**
   * Name of a service's repository.
   * @throws when ECR would refuse it.
   */
  repository(service: string): string {
    if (!NAME.test(service)) {
      throw new Error(
        `image repository: got service "${service}", allowed lower-case letters, digits and single dashes, a letter first`,
      );
    }
    return `${this.platform}/${service}`;
  }

  /**
   * What a container runs.
   * @throws when the version could name another image tomorrow.
   */
  image(service: string, version: string): string {
    const repository = `${this.host}/${this.repository(service)}`;
    if (!VERSION.test(version)) {
      throw new Error(`image of "${service}": got version "${version}", allowed ${ALLOWED_VERSION}`);
    }
    return isDigest(version) ? `${repository}@${version}` : `${repository}:${version}`;
  }
}
