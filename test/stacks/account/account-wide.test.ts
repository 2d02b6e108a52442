import { environments, synthesizer } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { environment, valid } from '../../parameters/files';
import { build, iam, stack } from './built-account';

describe('what holds for everything in the account', () => {
  const { resource } = stack;

  test('no bucket is public, however it was made', () => {
    expect(resource.aws_s3_account_public_access_block.guards_buckets).toEqual({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test('a new disk is encrypted, also one that nobody asked to encrypt', () => {
    expect(resource.aws_ebs_encryption_by_default.guards_disks).toEqual({ enabled: true });
  });

  test('what lets in somebody from outside is found', () => {
    expect(resource.aws_accessanalyzer_analyzer.guards_analyzer).toEqual({
      analyzer_name: 'acme-access',
      type: 'ACCOUNT',
    });
  });

  test('services find their own roles at the first deploy, and those that are there already are taken over', () => {
    const roles: Record<string, Json> = resource.aws_iam_service_linked_role;
    expect(
      Object.values(roles)
        .map(({ aws_service_name }) => aws_service_name)
        .sort(),
    ).toEqual([
      'eks.amazonaws.com',
      'elasticache.amazonaws.com',
      'elasticloadbalancing.amazonaws.com',
      'rds.amazonaws.com',
    ]);
    for (const [id, role] of Object.entries(roles)) {
      const { for_each, id: imported } = stack.import.find(
        ({ to }: Json) => to === `aws_iam_service_linked_role.${id}`,
      );
      const [, data] = for_each.match(/^\$\{data\.aws_iam_roles\.([\w-]+)\.arns\}$/);
      expect(stack.data.aws_iam_roles[data]).toEqual({
        path_prefix: `/aws-service-role/${role.aws_service_name}/`,
      });
      expect(imported).toBe('${each.key}');
      expect(role.lifecycle).toEqual({ ignore_changes: ['description'] });
    }
  });
});

describe('what happens', () => {
  test('is recorded in every region, signed, encrypted, and locked', () => {
    expect(stack.resource.aws_cloudtrail.trail).toMatchObject({
      is_multi_region_trail: true,
      enable_log_file_validation: true,
      kms_key_id: '${aws_kms_key.trail_trail.arn}',
    });
    expect(stack.resource.aws_s3_bucket_object_lock_configuration.trail_bucket_lock.rule).toEqual({
      default_retention: { mode: 'GOVERNANCE', days: 90 },
    });
  });

  test('outlives a mistake in a protected environment', () => {
    const kept = build(environment('dev', valid({ protected: true })));
    expect(kept.resource.aws_s3_bucket.trail_bucket.lifecycle).toEqual({ prevent_destroy: true });
    expect(kept.locals.protection).toMatch(
      /^account-dev is protected\. To destroy it, set "protected": false in /,
    );
  });

  test('goes off when nobody does it on an ordinary day, at the first time', () => {
    const alarms = Object.values<Json>(stack.resource.aws_cloudwatch_metric_alarm);
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      'acme-alarm-silenced',
      'acme-break-glass',
      'acme-key-deleted',
      'acme-root',
      'acme-secret-read',
      'acme-trail-changed',
    ]);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ threshold: 0, evaluation_periods: 1, statistic: 'Sum' });
      expect(alarm.alarm_actions).toEqual(['${aws_sns_topic.alarms_topic.arn}']);
    }
    const filter = stack.resource.aws_cloudwatch_log_metric_filter['alarms_break-glass-filter'];
    expect(filter.pattern).toContain(`$.requestParameters.roleArn = "${iam('role/acme-break-glass')}"`);
  });

  test('goes off when a person reads a secret, and not when a pod, a deploy or a check for drift does', () => {
    const { pattern } = stack.resource.aws_cloudwatch_log_metric_filter['alarms_secret-read-filter'];
    const ordinary = [...pattern.matchAll(/userName != "([^"]+)"/g)].map(
      ([, name]) => new RegExp(`^${name!.replaceAll('*', '.*')}$`),
    );
    const [first] = environments;
    expect(first!.name).toBe('dev');
    const isOrdinary = (role: string) => ordinary.some((one) => one.test(role));
    const roles = [synthesizer.platform(first!), synthesizer.services(first!)].flatMap(({ resource }) =>
      Object.values<Json>(resource.aws_iam_role).map(({ name }) => name),
    );
    expect(roles.length).toBeGreaterThan(10);
    expect([...roles, 'acme-deploy', 'acme-drift'].filter((role) => !isOrdinary(role))).toEqual([]);
    const people = ['acme-break-glass', 'acme-view', 'acme-plan', 'acme-account'];
    expect([...people, 'AWSReservedSSO_Admin_0123456789abcdef'].filter(isOrdinary)).toEqual([]);
  });

  test('is told to whom the environment names', () => {
    const told = build(environment('dev', valid({ alerts: { emails: ['oncall@acme.example'] } })));
    const [subscription] = Object.values<Json>(told.resource.aws_sns_topic_subscription);
    expect(subscription).toMatchObject({ protocol: 'email', endpoint: 'oncall@acme.example' });
  });
});

describe('backups', () => {
  const backedUp = (backups?: object) =>
    build(environment('dev', valid({ ...(backups && { backups }) }))).resource as Record<string, Json>;

  test('are none where no parameter asks for them', () => {
    expect(backedUp().aws_backup_plan).toBeUndefined();
    expect(backedUp().aws_cloudwatch_event_rule).toBeUndefined();
  });

  test('stay in the account unless copies are asked for', () => {
    const [rule] = backedUp({}).aws_backup_plan.backups.rule;
    expect(rule.copy_action).toBeUndefined();
    const [copied] = backedUp({ copyDays: 90 }).aws_backup_plan.backups.rule;
    expect(copied.copy_action[0].destination_vault_arn).toBe(
      'arn:aws:backup:eu-central-1:888888888888:backup-vault:acme-dev',
    );
  });

  test('somebody hears of a backup that failed, and of whoever changed what is backed up', () => {
    const names = Object.values<Json>(backedUp({ copyDays: 90 }).aws_cloudwatch_metric_alarm).map(
      ({ alarm_name }) => alarm_name,
    );
    const about = ['acme-backup-failed', 'acme-backup-overdue', 'acme-copy-overdue', 'acme-backups-changed'];
    expect(names).toEqual(expect.arrayContaining(about));
  });
});
