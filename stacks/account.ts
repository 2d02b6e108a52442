import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { Construct } from 'constructs';
import { AccountGuards } from '../constructs/account/account-guards';
import { AuditTrail } from '../constructs/account/audit-trail';
import { AuditTrailAlarms } from '../constructs/account/audit-trail-alarms';
import { BreakGlass } from '../constructs/account/break-glass';
import { PermissionsBoundary } from '../constructs/account/permissions-boundary';
import {
  BACKUP_SERVICE,
  PLATFORM_SERVICES,
  ServiceLinkedRoles,
} from '../constructs/account/service-linked-roles';
import { sessionRights } from '../constructs/account/session-rights';
import { BackupAlarms } from '../constructs/backup/backup-alarms';
import { copyVaultArn, ownVault } from '../constructs/backup/backup-names';
import { Backups, type BackupsProps } from '../constructs/backup/backups';
import { copyRights } from '../constructs/backup/copy-rights';
import { type Naming, namingOf, namingOfPlatform } from '../constructs/core/naming';
import { policy } from '../constructs/core/policy';
import { type Protection, protection } from '../constructs/core/protection';
import { accountNames, previewBoundaryArn, roleArn } from '../constructs/core/role-names';
import { defaultTags } from '../constructs/core/tags';
import type { Services } from '../declarations/service';
import type { Environment } from '../parameters/environment';
import type { Project } from '../parameters/project';
import { problemAt } from '../problems/document';
import { ParameterError } from '../problems/problem';
import { AccountRoles } from './account-roles';
import { BaseStack } from './stack';
import { keepState } from './state';

export interface AccountProps {
  readonly project: Project;
  readonly environment: Environment;
  readonly services: Services;
}

/**
 * The roles, the boundary, the audit trail and the guards of an environment's account. It is deployed before the
 * environment, which can't change it, with the role that came with the account.
 */
export class Account extends BaseStack {
  private readonly project: Project;
  private readonly environment: Environment;
  private readonly names: ReturnType<typeof accountNames>;

  constructor(scope: Construct, id: string, { project, environment, services: declared }: AccountProps) {
    refuseNameOfPlatform(project, environment);
    refuseToolingAccount(project, environment);
    const { account, owner, alerts, backups } = environment.parameters;
    const { region } = project;
    const own = namingOfPlatform(project, account);
    const naming = namingOf(project, environment);
    super(scope, id, {
      project,
      account,
      roleArn: roleArn(project, account, project.accountRole),
      tags: defaultTags({ ...naming, environment: id }, owner),
    });
    keepState(this, project);
    this.project = project;
    this.environment = environment;
    this.names = accountNames(project);
    const safe = protection(environment.parameters.protected);
    if (safe.enabled) this.refuseDestroy(environment.document.file);

    new AccountGuards(this, 'guards', { naming: own });
    const services = new ServiceLinkedRoles(
      this,
      'services',
      backups ? [...PLATFORM_SERVICES, BACKUP_SERVICE] : PLATFORM_SERVICES,
    );
    const trail = new AuditTrail(this, 'trail', { naming: own, protection: safe });
    const alarms = new AuditTrailAlarms(this, 'alarms', {
      naming: own,
      protection: safe,
      trail,
      emails: alerts.emails,
      breakGlass: roleArn(project, account, this.names.breakGlass),
      readers: this.readersOfSecrets(naming.environment),
      backups: backups !== undefined,
    });
    const backedUp = this.backUp(own, naming, safe, services);
    if (backedUp) {
      new BackupAlarms(this, 'backup-alarms', {
        naming: own,
        keyArn: trail.keyArn,
        topicArn: alarms.topicArn,
        vault: backedUp.vault.name,
        copied: backups?.copyDays !== undefined,
      });
    }
    const boundary = this.createBoundary(own, naming, [
      trail.keyArn,
      alarms.keyArn,
      ...(backedUp ? [backedUp.vault.keyArn] : []),
    ]);
    const roles = new AccountRoles(this, { project, environment, services: declared, naming });
    roles.create(boundary.arn);
    this.createSessionPolicy(naming);
    new BreakGlass(this, 'break-glass', {
      name: this.names.breakGlass,
      region,
      administrators: roles.people('Administrators'),
    });
  }

  /** Of pods, of what the platform runs, and of whoever deploys or looks for drift. */
  private readersOfSecrets(environment: string): string[] {
    const { deploy, drift, preview } = this.names;
    const hosted = this.environment.parameters.hostsPreviews ? ['preview-*', preview] : [];
    return [`${environment}-*`, deploy, drift, ...hosted];
  }

  /** Here and not in the environment, whose deploy role could otherwise end its backups. */
  private backUp(
    own: Naming,
    of: Naming,
    safe: Protection,
    services: ServiceLinkedRoles,
  ): Backups | undefined {
    const { project, environment } = this;
    const { backups } = environment.parameters;
    if (!backups) return undefined;
    return new Backups(this, 'backups', {
      naming: own,
      of,
      protection: safe,
      vault: ownVault(project, own.account),
      serviceRole: services.role(BACKUP_SERVICE),
      copies: this.copies(backups.copyDays),
      parameters: backups,
    });
  }

  private copies(days: number | undefined): BackupsProps['copies'] {
    const { project, environment } = this;
    const vaultArn = copyVaultArn(project, environment);
    if (!project.backups || vaultArn === undefined || days === undefined) return undefined;
    const { account } = project.backups;
    return { partner: { account, keyStatements: copyRights(project, account) }, vaultArn, days };
  }

  private createBoundary(
    naming: Naming,
    { environment, account }: Naming,
    keys: readonly string[],
  ): PermissionsBoundary {
    const { deployRole, accountRole } = this.project;
    const hosts = this.environment.parameters.hostsPreviews;
    return new PermissionsBoundary(this, 'boundary', {
      naming,
      name: this.names.boundary,
      own: hosts ? [`${environment}-*`, 'preview-*'] : [`${environment}-*`],
      roles: [...new Set([deployRole, accountRole])],
      deployer: deployRole === accountRole ? undefined : roleArn(this.project, account, deployRole),
      narrower: hosts ? [previewBoundaryArn(this.project, account)] : [],
      keys,
    });
  }

  /** For the roles of people, which this platform does not make: `cluster.admins` and `cluster.viewers`. */
  private createSessionPolicy(naming: Naming): void {
    if (!this.environment.parameters.cluster.sessionHost) return;
    new IamPolicy(this, 'session', {
      name: this.names.session,
      description: `To reach the Kubernetes API of ${naming.environment} through its session host`,
      policy: policy(...sessionRights(naming)),
    });
  }

  /** Read by the project's own commands, which say this before Terraform fails on a resource. */
  private refuseDestroy(file: string): void {
    const advice = `${this.node.id} is protected. To destroy it, set "protected": false in ${file} and deploy ${this.node.id}, then destroy.`;
    this.addOverride('locals.protection', advice);
  }
}

/** What the account holds would then be named as what is in the environment. */
function refuseNameOfPlatform({ name: platform }: Project, { name, document }: Environment): void {
  if (name !== platform && !name.startsWith(`${platform}-`)) return;
  const allowed = `a name other than that of the platform, and that does not begin with it and a dash ("${platform}-")`;
  throw new ParameterError([problemAt(document, [], `an environment named "${name}"`, allowed)]);
}

/** Whoever deploys the environment could then change the state, the forge's roles and the images of all others. */
function refuseToolingAccount({ toolingAccount }: Project, { parameters, document }: Environment): void {
  if (parameters.account !== toolingAccount) return;
  throw new ParameterError([
    problemAt(
      document,
      ['account'],
      `"${toolingAccount}", which is toolingAccount of platform.json`,
      'an account of its own',
    ),
  ]);
}
