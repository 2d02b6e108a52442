import type { Project } from '../environments/project';

/**
 * What names one image for ever: a release, a branch's commit, or a digest. A tag that moves, such as `latest`,
 * would let two pods of one deployment run different code, and a rollback run the code it was to undo.
 */
const RELEASE = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const COMMIT = /^[a-z0-9][a-z0-9._-]*-[0-9a-f]{7,40}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const LONGEST_TAG = 128;

const SERVICE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The image registry of all environments: one repository for each service, in the tooling account. */
export class Registry {
  private readonly host: string;
  private readonly platform: string;

  constructor({ name, region, toolingAccount }: Project) {
    this.host = `${toolingAccount}.dkr.ecr.${region}.amazonaws.com`;
    this.platform = name;
  }

  /**
   * Name of a service's repository.
   * @throws when ECR would refuse it.
   */
  repository(service: string): string {
    if (!SERVICE.test(service)) {
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
    if (DIGEST.test(version)) return `${repository}@${version}`;
    if (version.length <= LONGEST_TAG && (RELEASE.test(version) || COMMIT.test(version))) {
      return `${repository}:${version}`;
    }
    throw new Error(
      `image of "${service}": got version "${version}", allowed a release such as 1.4.2, a branch and its commit such as main-3f2a1bc, or a digest such as sha256:<64 hexadecimal digits>`,
    );
  }
}
