import type { Construct } from 'constructs';
import { AccountGuards } from '../constructs/account/account-guards';
import { AuditTrail } from '../constructs/account/audit-trail';
import { AuditTrailAlarms } from '../constructs/account/audit-trail-alarms';
import { BACKUP_SERVICE, ServiceLinkedRoles } from '../constructs/account/service-linked-roles';
import { copyVault } from '../constructs/backup/backup-names';
import { BackupRole } from '../constructs/backup/backup-role';
import { BACKUP_ROLE, copyRights } from '../constructs/backup/copy-rights';
import { Vault } from '../constructs/backup/vault';
import { namingOfPlatform } from '../constructs/core/naming';
import { protection } from '../constructs/core/protection';
import { roleArn } from '../constructs/core/role-names';
import { defaultTags } from '../constructs/core/tags';
import { CopiedImages } from '../constructs/tooling/copied-images';
import { byKeptName } from '../declarations/kept-name';
import type { Services } from '../declarations/service';
import type { Environment } from '../parameters/environment';
import type { Project } from '../parameters/project';
import { BaseStack } from './stack';
import { keepState } from './state';

export interface BackupsStackProps {
  readonly project: Project & { readonly backups: NonNullable<Project['backups']> };
  readonly environments: readonly Environment[];
  /** What is declared: an image repository each. */
  readonly services: Services;
}

const safe = protection(true);

/**
 * The account that holds the copies of backups: a locked vault for each environment that copies, the images of services,
 * and who is told when somebody touches a vault. No role of an environment, and no workflow, comes in here. It is deployed by an administrator, with
 * the role that came with the account, before the accounts of the environments.
 */
export class BackupsStack extends BaseStack {
  constructor(scope: Construct, id: string, { project, environments, services }: BackupsStackProps) {
    const { account, leastDays, mostDays, changeableForDays } = project.backups;
    const naming = namingOfPlatform(project, account);
    super(scope, id, {
      project,
      account,
      roleArn: roleArn(project, account, project.accountRole),
      tags: defaultTags({ ...naming, environment: 'all' }, id),
    });
    keepState(this, project);
    // Read by the project's own commands, which say this before Terraform fails on a resource.
    this.addOverride(
      'locals.protection',
      `${id} holds copies that nobody may delete before their day: docs/runbooks/backups.md, "Turn it off, retire an environment".`,
    );

    new AccountGuards(this, 'guards', { naming });
    const linkedRoles = new ServiceLinkedRoles(this, 'services', [BACKUP_SERVICE]);
    const trail = new AuditTrail(this, 'trail', { naming, protection: safe });
    new AuditTrailAlarms(this, 'alarms', {
      naming,
      protection: safe,
      trail,
      emails: project.alerts.emails,
      backups: true,
    });
    new BackupRole(this, 'role', {
      naming,
      name: BACKUP_ROLE,
      description: 'By which AWS Backup brings copies back',
      rights: ['databases'],
    });
    new CopiedImages(this, 'images', {
      naming,
      protection: safe,
      project,
      services: Object.keys(byKeptName(services)),
    });
    for (const { name, parameters } of environments) {
      if (parameters.backups?.copyDays === undefined) continue;
      new Vault(this, `vault-${name}`, {
        naming,
        protection: safe,
        name: copyVault(project, account, name),
        lock: { leastDays, mostDays, changeableForDays },
        serviceRole: linkedRoles.role(BACKUP_SERVICE),
        partner: { account: parameters.account, keyStatements: copyRights(project, parameters.account) },
      });
    }
  }
}
