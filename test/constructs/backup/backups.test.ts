import type { Construct } from 'constructs';
import { BACKUP_SERVICE, ServiceLinkedRoles } from '../../../constructs/account/service-linked-roles';
import { backedUp } from '../../../constructs/backup/backed-up';
import { BackupAlarms } from '../../../constructs/backup/backup-alarms';
import { Backups, type BackupsProps } from '../../../constructs/backup/backups';
import { copyRights } from '../../../constructs/backup/copy-rights';
import { type Partner, Vault } from '../../../constructs/backup/vault';
import { protection } from '../../../constructs/core/protection';
import { synthesizer } from '../../fixture/fixture';
import { all, type Json, naming, only, synth } from '../../helpers';
import { environment, valid } from '../../parameters/files';

const COPIES = '888888888888';
const COPY_VAULT = `arn:aws:backup:eu-central-1:${COPIES}:backup-vault:acme-test`;
const partner = {
  account: COPIES,
  keyStatements: copyRights(
    { name: 'acme', region: 'eu-central-1', accountRole: 'OrganizationAccountAccessRole' },
    COPIES,
  ),
};
const own = { ...naming, environment: 'acme' };

const serviceRole = (scope: Construct) =>
  new ServiceLinkedRoles(scope, 'services', [BACKUP_SERVICE]).role(BACKUP_SERVICE);

const build = (props: Partial<BackupsProps> = {}) =>
  synth((stack) => {
    new Backups(stack, 'backups', {
      serviceRole: serviceRole(stack),
      naming: own,
      of: naming,
      protection: protection(true),
      vault: 'acme-backups',
      copies: { partner, vaultArn: COPY_VAULT, days: 90 },
      parameters: { keepDays: 35, hour: 3, copyDays: 90 },
      ...props,
    });
  });
const withoutCopies: Partial<BackupsProps> = { copies: undefined, parameters: { keepDays: 7, hour: 22 } };

test('the vault goes before the role by which AWS Backup works, which AWS keeps as long as there is a vault', () => {
  expect(only(build(), 'aws_backup_vault').depends_on).toEqual([
    'aws_iam_service_linked_role.services_backup',
  ]);
});

describe('what is backed up', () => {
  test('each day, kept in the account and as a copy in the other, each for its own time', () => {
    const [rule] = only(build(), 'aws_backup_plan').rule;
    expect(rule).toMatchObject({
      schedule: 'cron(0 3 * * ? *)',
      lifecycle: { delete_after: 35 },
      copy_action: [{ destination_vault_arn: COPY_VAULT, lifecycle: { delete_after: 90 } }],
    });
    // AWS asks for an hour between the two at least.
    expect(rule.completion_window - rule.start_window).toBeGreaterThanOrEqual(60);
  });

  test('without a copy where none is asked for', () => {
    const [rule] = only(build(withoutCopies), 'aws_backup_plan').rule;
    expect(rule).toMatchObject({ schedule: 'cron(0 22 * * ? *)', lifecycle: { delete_after: 7 } });
    expect(rule.copy_action).toBeUndefined();
  });

  test('a database and a bucket that an environment makes are among it, its logs are not', () => {
    const of = environment('test', valid());
    const patterns = backedUp({ ...naming, account: '111111111111' }).map(
      (pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`),
    );
    const isBackedUp = (arn: string) => patterns.some((pattern) => pattern.test(arn));
    const { resource } = synthesizer.platform(of);
    const databases = Object.values<Json>(resource.aws_db_instance).map(
      ({ identifier }) => `arn:aws:rds:eu-central-1:111111111111:db:${identifier}`,
    );
    expect(databases.length).toBeGreaterThan(0);
    expect(databases.filter((arn) => !isBackedUp(arn))).toEqual([]);
    const buckets = Object.entries<Json>(resource.aws_s3_bucket);
    const saved = buckets.filter(([, { bucket }]) => isBackedUp(`arn:aws:s3:::${bucket}`)).map(([id]) => id);
    expect(saved).toEqual(['bucket-assets']);
  });

  test('caches are not among it: AWS Backup knows no ElastiCache, and would refuse them all', () => {
    expect(backedUp(naming).map((arn) => arn.split(':')[2])).toEqual(['rds', 's3']);
  });

  test('by a role that AWS Backup alone takes, and by one of its own for what writes into buckets', () => {
    const roles = all(build(), 'aws_iam_role');
    expect(roles.map(({ name }) => name).sort()).toEqual(['acme-backup', 'acme-restore']);
    for (const { assume_role_policy } of roles) {
      expect(JSON.parse(assume_role_policy).Statement).toEqual([
        expect.objectContaining({
          Principal: { Service: 'backup.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': naming.account } },
        }),
      ]);
    }
    const rights = all(build(), 'aws_iam_role_policy_attachment').map(({ role, policy_arn }) => [
      role,
      policy_arn.split('/').at(-1),
    ]);
    expect(rights.sort()).toEqual([
      ['${aws_iam_role.backups_restorer.name}', 'AWSBackupServiceRolePolicyForS3Restore'],
      ['${aws_iam_role.backups_role.name}', 'AWSBackupServiceRolePolicyForBackup'],
      ['${aws_iam_role.backups_role.name}', 'AWSBackupServiceRolePolicyForS3Backup'],
    ]);
  });

  test('the plan has whom it saves by only when the role has its rights', () => {
    expect(only(build(), 'aws_backup_selection').depends_on).toHaveLength(2);
  });
});

describe('a vault', () => {
  const vault = (changeableForDays?: number, of?: Partner) =>
    synth((stack) => {
      new Vault(stack, 'vault', {
        serviceRole: serviceRole(stack),
        naming: own,
        protection: protection(true),
        name: 'acme-test',
        lock: { leastDays: 30, mostDays: 365, changeableForDays },
        partner: of,
      });
    });

  test('is locked, refuses to be destroyed, and has a key of its own', () => {
    const built = vault(3);
    expect(only(built, 'aws_backup_vault_lock_configuration')).toMatchObject({
      min_retention_days: 30,
      max_retention_days: 365,
      changeable_for_days: 3,
    });
    expect(only(built, 'aws_backup_vault')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
      kms_key_arn: '${aws_kms_key.vault_vault.arn}',
    });
    expect(only(built, 'aws_kms_alias').name).toBe('alias/acme-test-vault');
  });

  test('takes in copies of one account, which may use its key, and of no other', () => {
    const { resource } = vault(3, partner);
    const statements = (document: string) => JSON.parse(document).Statement as Json[];
    expect(statements(resource.aws_backup_vault_policy!.vault_policy.policy)).toEqual([
      {
        Sid: 'CopiesOfTheOtherAccount',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${COPIES}:root` },
        Action: 'backup:CopyIntoBackupVault',
        Resource: '*',
      },
    ]);
    const [, ...others] = statements(resource.aws_kms_key!.vault_vault.policy);
    expect(others.map(({ Principal }) => Principal.AWS)).toEqual(
      Array(2).fill(`arn:aws:iam::${COPIES}:root`),
    );
    expect(others.flatMap(({ Action }) => Action)).not.toContain('kms:*');
    for (const { Condition } of others) {
      expect(Condition.ArnEquals['aws:PrincipalArn']).toEqual(
        [
          'aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
          'acme-backup',
          'OrganizationAccountAccessRole',
        ].map((name) => `arn:aws:iam::${COPIES}:role/${name}`),
      );
    }
  });

  test('without a partner lets in nobody', () => {
    const built = vault();
    expect(all(built, 'aws_backup_vault_policy')).toEqual([]);
    expect(JSON.parse(only(built, 'aws_kms_key').policy).Statement).toHaveLength(1);
  });

  test("of an environment keeps each backup for as long as the plan says at least, and its account's people can undo the lock", () => {
    const lock = only(build(), 'aws_backup_vault_lock_configuration');
    expect(lock).toMatchObject({ min_retention_days: 35 });
    expect(lock.changeable_for_days).toBeUndefined();
  });
});

describe('who is told', () => {
  const alarms = (copied: boolean) => {
    const built = synth((stack) => {
      new BackupAlarms(stack, 'alarms', {
        naming: own,
        keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/k',
        topicArn: 'arn:aws:sns:eu-central-1:123456789012:acme-alerts',
        vault: 'acme-backups',
        copied,
      });
    });
    return {
      built,
      byName: Object.fromEntries(
        all(built, 'aws_cloudwatch_metric_alarm').map((one) => [one.alarm_name, one]),
      ),
    };
  };

  test('a job that failed, was ended or did not begin in time goes off; without any job there is no data, which is fine', () => {
    const { built, byName } = alarms(true);
    expect(byName['acme-backup-failed']).toMatchObject({ threshold: 0, treat_missing_data: 'notBreaching' });
    const filter = Object.values<Json>(built.resource.aws_cloudwatch_log_metric_filter!).find(
      ({ name }) => name === 'acme-backup-failed',
    );
    for (const state of ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL']) {
      expect(filter.pattern).toContain(`($.detail.state = "${state}")`);
    }
    expect(JSON.parse(only(built, 'aws_cloudwatch_event_rule').event_pattern)).toMatchObject({
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
    });
  });

  test('no backup for longer than a day and its window goes off, as silence is what an ended plan sounds like', () => {
    const { byName } = alarms(true);
    for (const name of ['acme-backup-overdue', 'acme-copy-overdue']) {
      const alarm = byName[name];
      expect(alarm).toMatchObject({ threshold: 1, treat_missing_data: 'breaching', period: 3600 });
      const hours = (alarm.period * alarm.evaluation_periods) / 3600;
      // The next one may begin an hour later and take twelve.
      expect(hours).toBeGreaterThan(24 + 12);
    }
    expect(Object.keys(alarms(false).byName)).not.toContain('acme-copy-overdue');
  });
});
