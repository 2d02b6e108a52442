import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { type Naming, namingOf, resourceName } from '../../constructs/core/naming';
import { accountNames, roleArn } from '../../constructs/core/role-names';
import type { Declared } from '../../declarations/binding';
import type { Environment } from '../../parameters/environment';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadPreviewSettings, PREVIEW_FILE, type PreviewSettings } from '../../parameters/preview';
import { loadProject, type Project } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { accessByRole } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';

/** Keys of a role that another role took end after an hour, and a destroying may take a while. */
const KEYS_LAST_MS = 20 * 60_000;

/** Where previews are, by the parameter files, and how to get there. */
export class PreviewHost {
  readonly environment: Environment;
  /** Of the host. */
  readonly naming: Naming;
  /** The tooling account, where states are. */
  readonly tooling: Aws;
  private readonly roleArn: string;
  private assumed?: { readonly aws: Promise<Aws>; readonly since: number };

  /** @throws Failure or ParameterError when the files say of no previews, or have faults. */
  static load(folder: string, declared: Declared): PreviewHost {
    const project = loadProject('platform.json');
    const directory = environmentsFolder();
    const settings = loadPreviewSettings(directory, loadEnvironments(directory, declared), declared);
    if (settings) return new PreviewHost(project, settings, declared, folder);
    throw new Failure(
      `${join(directory, PREVIEW_FILE)}: got no such file; allowed: one that says what previews are like`,
    );
  }

  private constructor(
    readonly project: Project,
    readonly settings: PreviewSettings,
    /** What the host has. */
    readonly declared: Declared,
    /** For files that last as long as the command. */
    readonly folder: string,
  ) {
    this.environment = settings.host;
    const { account } = this.environment.parameters;
    this.naming = namingOf(project, this.environment);
    this.tooling = new Aws(project.region);
    this.roleArn = roleArn(project, account, accountNames(project).preview);
  }

  /** The domain of the host, below which every address of a preview is. */
  get domain(): string {
    return `${this.environment.name}.${this.project.domain}`;
  }

  /** The host's account, by the role that makes previews. */
  previewer(): Promise<Aws> {
    if (!this.assumed || Date.now() - this.assumed.since > KEYS_LAST_MS) {
      this.assumed = { aws: this.tooling.as(this.roleArn, 'preview'), since: Date.now() };
    }
    return this.assumed.aws;
  }

  /** The host's cluster, by the same role: a context of the user's own may be one that can only look. */
  cluster(): Promise<Kubectl> {
    const { naming, roleArn } = this;
    return accessByRole(
      new Kubectl(),
      {
        environment: this.environment.name,
        cluster: resourceName(naming, 'cluster'),
        region: naming.region,
        roleArn,
      },
      join(this.folder, 'kubeconfig'),
    );
  }
}
