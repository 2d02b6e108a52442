import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import type { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { Construct } from 'constructs';
import type { BackupParameters } from '../../parameters/parameters';
import { type Naming, resourceName } from '../core/naming';
import type { Protection } from '../core/protection';
import { backedUp } from './backed-up';
import { BackupRole } from './backup-role';
import { BACKUP_ROLE } from './copy-rights';
import { type Partner, Vault } from './vault';

export interface BackupsProps {
  /** By which all of this is named, so that no deploy of the environment reaches it. */
  readonly naming: Naming;
  /** Of the environment that is backed up. */
  readonly of: Naming;
  readonly protection: Protection;
  readonly vault: string;
  /** By which AWS Backup works in the account. */
  readonly serviceRole: IamServiceLinkedRole;
  /** Where the copies go. Undefined: there are none. */
  readonly copies?: { readonly partner: Partner; readonly vaultArn: string; readonly days: number };
  readonly parameters: BackupParameters;
}

/** Minutes in which a backup has to begin and to end. What does not is EXPIRED, and an alarm tells. */
const WINDOW = { start: 60, completion: 720 };

/**
 * Every day a backup of each database and bucket of an environment, in a vault of its account and as a copy in another.
 * It is made with the account and not with the environment, whose deploy role could otherwise end it.
 */
export class Backups extends Construct {
  readonly vault: Vault;

  constructor(scope: Construct, id: string, props: BackupsProps) {
    super(scope, id);
    const { naming, protection, vault, serviceRole, copies, parameters } = props;
    this.vault = new Vault(this, 'vault', {
      naming,
      protection,
      name: vault,
      // Whoever looks after the account can take this one away, in two steps of which an alarm tells.
      lock: { leastDays: parameters.keepDays },
      serviceRole,
      partner: copies?.partner,
    });
    const plan = this.createPlan(props, this.vault);
    const role = new BackupRole(this, 'role', {
      naming,
      name: BACKUP_ROLE,
      description: 'By which AWS Backup saves databases and buckets',
      rights: ['databases', 'buckets'],
    });
    this.select(props, plan, role);
    // Apart from the other, which can write into no bucket. A database is restored by RDS, from its snapshot.
    new BackupRole(this, 'restorer', {
      naming,
      name: 'restore',
      description: 'By which AWS Backup restores buckets',
      rights: ['restores'],
    });
  }

  private createPlan({ naming, copies, parameters }: BackupsProps, vault: Vault): BackupPlan {
    const { keepDays, hour } = parameters;
    return new BackupPlan(this, 'Default', {
      name: resourceName(naming, 'backupPlan', 'backups'),
      rule: [
        {
          ruleName: 'daily',
          targetVaultName: vault.name,
          schedule: `cron(0 ${hour} * * ? *)`,
          startWindow: WINDOW.start,
          completionWindow: WINDOW.completion,
          lifecycle: { deleteAfter: keepDays },
          copyAction: copies && [
            { destinationVaultArn: copies.vaultArn, lifecycle: { deleteAfter: copies.days } },
          ],
        },
      ],
    });
  }

  private select({ of }: BackupsProps, plan: BackupPlan, role: BackupRole): void {
    new BackupSelection(this, 'data', {
      name: 'data',
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: backedUp(of),
      dependsOn: [...role.rights],
    });
  }
}
