import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import { BackupVaultPolicy } from '@cdktf/provider-aws/lib/backup-vault-policy';
import type { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import type { Naming } from '../core/naming';
import { policy, type Statement } from '../core/policy';
import type { Protection } from '../core/protection';
import { Key } from '../encryption/key';

export interface VaultProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly name: string;
  readonly lock: VaultLock;
  /** By which AWS Backup works in the account. It can't be deleted while there is a vault. */
  readonly serviceRole: IamServiceLinkedRole;
  /** The other account, whose backups are copied into this vault, and which copies them from here. Undefined: none. */
  readonly partner?: Partner;
}

export interface Partner {
  readonly account: string;
  /** What the policy of the vault's key says for it. */
  readonly keyStatements: readonly Statement[];
}

/** While a vault has a lock, nobody deletes a backup in it before its time, or changes that time. */
export interface VaultLock {
  /** The shortest retention of a backup that the vault takes in. */
  readonly leastDays: number;
  /** The longest. Undefined: any. */
  readonly mostDays?: number;
  /**
   * Days after which nobody can take the lock away or change it (compliance mode), 3 at least. Undefined: whoever has the
   * right in the account always can (governance mode).
   */
  readonly changeableForDays?: number;
}

/**
 * A locked vault for backups, with a key of its own.
 * Source: AWS Backup Developer Guide, "AWS Backup Vault Lock" and "Vault access policies".
 */
export class Vault extends Construct {
  readonly name: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: VaultProps) {
    super(scope, id);
    const { naming, protection, name, lock, serviceRole, partner } = props;
    const key = new Key(this, 'vault', {
      naming: { ...naming, environment: name },
      protection,
      description: `Backups in ${name}`,
      statements: partner?.keyStatements,
    });
    const vault = new BackupVault(this, 'Default', {
      name,
      kmsKeyArn: key.arn,
      forceDestroy: !protection.enabled,
      lifecycle: protection.lifecycle,
      dependsOn: [serviceRole],
    });
    this.lock(vault, lock);
    if (partner !== undefined) this.takeIn(naming, vault, partner.account);
    this.name = vault.name;
    this.keyArn = key.arn;
  }

  private lock(vault: BackupVault, { leastDays, mostDays, changeableForDays }: VaultLock): void {
    new BackupVaultLockConfiguration(this, 'lock', {
      backupVaultName: vault.name,
      minRetentionDays: leastDays,
      maxRetentionDays: mostDays,
      changeableForDays,
    });
  }

  private takeIn({ region }: Naming, vault: BackupVault, account: string): void {
    new BackupVaultPolicy(this, 'policy', {
      backupVaultName: vault.name,
      policy: policy({
        Sid: 'CopiesOfTheOtherAccount',
        Principal: { AWS: arn({ region, account }, 'iam', 'root') },
        Action: 'backup:CopyIntoBackupVault',
        Resource: '*',
      }),
    });
  }
}
