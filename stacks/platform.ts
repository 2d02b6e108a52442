import type { Construct } from 'constructs';
import { Keys } from '../constructs/keys';
import type { Naming } from '../constructs/naming';
import { protection } from '../constructs/protection';
import { defaultTags } from '../constructs/tags';
import type { Environment } from '../environments/environment';
import type { Project } from '../environments/project';
import { Stack } from './stack';
import { keepState } from './state';

export interface PlatformProps {
  readonly project: Project;
  readonly environment: Environment;
}

/** One environment, from its parameters. Nothing here or in the constructs knows an environment by name. */
export class Platform extends Stack {
  constructor(scope: Construct, id: string, { project, environment }: PlatformProps) {
    const { name, parameters } = environment;
    const naming: Naming = {
      platform: project.name,
      environment: name,
      account: parameters.account,
      region: project.region,
    };
    super(scope, id, {
      region: project.region,
      account: parameters.account,
      deployRole: project.deployRole,
      tags: defaultTags(naming, parameters.owner),
    });
    keepState(this, project);
    const safe = protection(parameters.protected);
    if (safe.enabled) this.refuseDestroy(environment);

    new Keys(this, 'keys', { naming, protection: safe });
  }

  /** Read by the project's own commands, which say this before Terraform fails on a resource. */
  private refuseDestroy({ name, document }: Environment): void {
    const advice = `${name} is protected. To destroy it, set "protected": false in ${document.file}, deploy that, then destroy.`;
    this.addOverride('locals.protection', advice);
  }
}
