import type { Construct } from 'constructs';
import { AccountRole } from '../constructs/account/account-role';
import type { Callers, People } from '../constructs/account/caller-trust';
import { deployRights } from '../constructs/account/deploy-rights';
import { PreviewBoundary } from '../constructs/account/preview-boundary';
import { previewRights } from '../constructs/account/preview-rights';
import { driftRights, planRights, READ_ONLY } from '../constructs/account/read-rights';
import { secretRights } from '../constructs/account/secret-rights';
import { viewRights } from '../constructs/account/view-rights';
import type { Naming } from '../constructs/core/naming';
import { accountNames, previewBoundaryArn, roleArn, toolingNames } from '../constructs/core/role-names';
import { byKeptName } from '../declarations/kept-name';
import { secretsOf } from '../declarations/secret';
import type { Services } from '../declarations/service';
import type { Environment } from '../parameters/environment';
import type { Project } from '../parameters/project';

export interface AccountRolesProps {
  readonly project: Project;
  readonly environment: Environment;
  readonly services: Services;
  readonly naming: Naming;
}

/** The roles by which programs and people come into an environment's account, but for break-glass. */
export class AccountRoles {
  private readonly names: ReturnType<typeof accountNames>;

  constructor(
    private readonly stack: Construct,
    private readonly props: AccountRolesProps,
  ) {
    this.names = accountNames(props.project);
  }

  /** @param boundary ARN of the most that a role can do that makes roles itself. */
  create(boundary: string): void {
    this.createDeployRole(boundary);
    this.createReaders();
    this.createPreviewRole(boundary);
    this.createSecretsRole();
    this.createViewRole();
  }

  people(who: 'Administrators' | 'SecretKeepers' | 'Viewers'): People {
    const { administrators, secretKeepers, viewers, toolingAccount, region } = this.props.project;
    return {
      who,
      members: { Administrators: administrators, SecretKeepers: secretKeepers, Viewers: viewers }[who],
      accounts: [toolingAccount, this.props.environment.parameters.account],
      region,
    };
  }

  /** Not where deploys come in by a role that is there already. */
  private createDeployRole(boundary: string): void {
    const { project, environment, naming } = this.props;
    const { deployRole, accountRole } = project;
    if (deployRole === accountRole) return;
    new AccountRole(this.stack, 'deploy', {
      region: naming.region,
      name: deployRole,
      description: `Deploys ${naming.environment}`,
      callers: this.callers(toolingNames(project).deploy(naming.environment)),
      boundary,
      statements: deployRights({
        naming,
        prefix: `${naming.environment}-`,
        mayEmpty: !environment.parameters.protected,
        sessions: environment.parameters.cluster.sessionHost,
      }),
    });
  }

  private createReaders(): void {
    const { project, naming } = this.props;
    const tooling = toolingNames(project);
    new AccountRole(this.stack, 'plan', {
      region: naming.region,
      name: this.names.plan,
      description: `Plans changes of ${naming.environment}, and sees no secret`,
      callers: this.callers(tooling.plan),
      statements: planRights(naming),
      managed: [READ_ONLY],
    });
    new AccountRole(this.stack, 'drift', {
      region: naming.region,
      name: this.names.drift,
      description: `Looks for what differs from the state of ${naming.environment}`,
      callers: this.callers(tooling.drift),
      statements: driftRights(naming),
      managed: [READ_ONLY],
    });
  }

  private createPreviewRole(boundary: string): void {
    const { project, environment, naming } = this.props;
    if (!environment.parameters.hostsPreviews) return;
    new PreviewBoundary(this.stack, 'preview-boundary', {
      host: naming,
      name: this.names.previewBoundary,
      hostSecrets: this.secretsOfPreviews(),
    });
    new AccountRole(this.stack, 'preview', {
      region: naming.region,
      name: this.names.preview,
      description: `Makes and destroys previews within ${naming.environment}`,
      callers: this.callers(toolingNames(project).preview),
      boundary,
      statements: previewRights({
        host: naming,
        domain: `${naming.environment}.${project.domain}`,
        boundary: previewBoundaryArn(project, naming.account),
      }),
    });
  }

  /** Beside the deploy role, which can neither read nor change what this one puts. */
  private createSecretsRole(): void {
    const { environment, naming } = this.props;
    const previews = { ...naming, environment: 'preview-*' };
    new AccountRole(this.stack, 'secrets', {
      region: naming.region,
      name: this.names.secrets,
      description: `Puts the secrets of services of ${naming.environment}, and reads none`,
      callers: { people: [this.people('Administrators'), this.people('SecretKeepers')] },
      statements: secretRights(naming, environment.parameters.hostsPreviews ? [naming, previews] : [naming]),
    });
  }

  /** Those of the host that pods of previews read. */
  private secretsOfPreviews(): (readonly [string, string])[] {
    return Object.entries(byKeptName(this.props.services)).flatMap(([service, declaration]) =>
      secretsOf(declaration)
        .filter(({ previews }) => previews === 'host')
        .map(({ name }) => [service, name] as const),
    );
  }

  private createViewRole(): void {
    const { naming } = this.props;
    new AccountRole(this.stack, 'view', {
      region: naming.region,
      name: this.names.view,
      description: `Looks at dashboards, alarms, metrics and logs of ${naming.environment}`,
      callers: { people: [this.people('Administrators'), this.people('Viewers')] },
      statements: viewRights(naming),
    });
  }

  private callers(toolingRole: string): Callers {
    const { project } = this.props;
    return {
      counterpart: roleArn(project, project.toolingAccount, toolingRole),
      people: [this.people('Administrators')],
    };
  }
}
