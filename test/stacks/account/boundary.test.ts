import { decide, type PolicyRequest } from '../../../plan/policy/decide';
import type { Json } from '../../helpers';
import { environment, valid } from '../../parameters/files';
import { account, BOUNDARY, boundary, build, iam, inline, roles } from './built-account';

describe('within the boundary', () => {
  const deploy = (request: PolicyRequest) => decide([inline.deploy_rights.policy], request);
  /** As if a role gave itself everything. */
  const mightiest = (request: PolicyRequest) => decide([boundary], request);

  test('are the roles that change things; test/stacks/security-rules.ts looks at all others', () => {
    for (const id of ['deploy', 'preview'])
      expect(roles[id].permissions_boundary).toBe('${aws_iam_policy.boundary.arn}');
  });

  test('a deploy makes roles of its environment, with the boundary alone', () => {
    const make = (name: string, given?: string): PolicyRequest => ({
      action: 'iam:CreateRole',
      resource: iam(`role/${name}`),
      context: given ? { 'iam:PermissionsBoundary': given } : {},
    });
    const both = (request: PolicyRequest) => [deploy(request), mightiest(request)];
    expect(both(make('dev-service-shop-storefront', BOUNDARY))).toEqual(['allow', 'allow']);
    expect(mightiest(make('dev-service-shop-storefront'))).toBe('deny');
    expect(mightiest(make('dev-service', iam('policy/mine')))).toBe('deny');
    expect(deploy(make('other', BOUNDARY))).toBe('deny');
    expect(mightiest({ action: 'iam:DeleteRolePermissionsBoundary', resource: iam('role/dev-nodes') })).toBe(
      'deny',
    );
    expect(mightiest({ action: 'iam:PutRolePolicy', resource: iam('role/somebodys') })).toBe('deny');
  });

  test.each([
    ['iam:CreatePolicyVersion', BOUNDARY],
    ['iam:DeletePolicy', BOUNDARY],
    ['iam:SetDefaultPolicyVersion', BOUNDARY],
    ['iam:CreateUser', iam('user/mine')],
    ['iam:CreateAccessKey', iam('user/ada')],
    ['iam:CreateOpenIDConnectProvider', iam('oidc-provider/mine')],
    ['iam:UpdateAssumeRolePolicy', iam('role/acme-break-glass')],
    ['iam:UpdateAssumeRolePolicy', iam('role/acme-deploy')],
    ['iam:PutRolePolicy', iam('role/acme-plan')],
    ['iam:PutRolePolicy', iam('role/acme-view')],
    ['iam:UpdateAssumeRolePolicy', iam('role/acme-view')],
    ['iam:PassRole', iam('role/acme-break-glass')],
    ['iam:UpdateAssumeRolePolicy', iam('role/OrganizationAccountAccessRole')],
    ['sts:AssumeRole', iam('role/acme-break-glass')],
    ['sts:AssumeRole', iam('role/OrganizationAccountAccessRole')],
    ['cloudtrail:StopLogging', account('cloudtrail', 'trail/acme-trail')],
    ['cloudtrail:PutEventSelectors', account('cloudtrail', 'trail/acme-trail')],
    ['s3:DeleteObjectVersion', 'arn:aws:s3:::acme-acme-trail-111111111111/AWSLogs/1'],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::acme-acme-trail-111111111111'],
    ['s3:BypassGovernanceRetention', 'arn:aws:s3:::acme-acme-trail-111111111111/AWSLogs/1'],
    ['logs:DeleteLogGroup', account('logs', 'log-group:/acme/acme/trail')],
    ['logs:DeleteMetricFilter', account('logs', 'log-group:/acme/acme/trail')],
    ['cloudwatch:DeleteAlarms', account('cloudwatch', 'alarm:acme-break-glass')],
    ['cloudwatch:DisableAlarmActions', account('cloudwatch', 'alarm:acme-root')],
    ['sns:DeleteTopic', account('sns', 'acme-alerts')],
    ['sns:Unsubscribe', '*'],
    ['sns:SetSubscriptionAttributes', account('sns', 'acme-alerts:1')],
    ['logs:DisassociateKmsKey', account('logs', 'log-group:/acme/acme/trail')],
    ['s3:PutReplicationConfiguration', 'arn:aws:s3:::acme-acme-trail-111111111111'],
    ['iam:UpdateAssumeRolePolicy', iam('role/of-the-organization')],
    ['iam:PassRole', iam('role/of-the-organization')],
    ['sts:AssumeRole', iam('role/of-the-organization')],
    ['sts:AssumeRole', 'arn:aws:iam::999999999999:role/acme-deploy-prod'],
    ['s3:PutAccountPublicAccessBlock', '*'],
    ['ec2:DisableEbsEncryptionByDefault', '*'],
    ['organizations:LeaveOrganization', '*'],
    ['account:CloseAccount', '*'],
    ['backup:DeleteRecoveryPoint', account('rds', 'snapshot:awsbackup:job-1')],
    ['backup:DeleteRecoveryPoint', account('backup', 'recovery-point:1')],
    ['backup:DeleteBackupSelection', account('backup', 'backup-plan:1')],
    ['backup:DeleteBackupVaultLockConfiguration', account('backup', 'backup-vault:acme-backups')],
    ['backup:PutBackupVaultAccessPolicy', account('backup', 'backup-vault:acme-backups')],
    ['backup:StopBackupJob', '*'],
    ['backup:UpdateBackupPlan', account('backup', 'backup-plan:1')],
    ['events:DisableRule', account('events', 'rule/acme-backup-jobs')],
    ['iam:PassRole', iam('role/acme-backup')],
    ['iam:DeleteRolePolicy', iam('role/acme-backup')],
    ['logs:DeleteLogGroup', account('logs', 'log-group:/aws/events/acme-backup-jobs')],
    ['rds:DeleteDBSnapshot', account('rds', 'snapshot:awsbackup:job-1')],
    ['rds:ModifyDBSnapshotAttribute', account('rds', 'snapshot:awsbackup:job-1')],
  ])('nobody gets %s on %s, whatever is written elsewhere', (action, resource) => {
    expect(mightiest({ action, resource })).toBe('deny');
  });

  test('nobody takes away the keys of what was recorded', () => {
    const statement = JSON.parse(boundary).Statement.find(({ Sid }: Json) => Sid === 'TheTrailsKeys');
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Action: 'kms:*',
      Resource: ['${aws_kms_key.trail_trail.arn}', '${aws_kms_key.alarms_topic_alerts.arn}'],
    });
  });

  test('nobody takes away the key of its backups', () => {
    const withBackups = build(environment('dev', valid({ backups: {} }))).resource.aws_iam_policy.boundary
      .policy;
    const statement = JSON.parse(withBackups).Statement.find(({ Sid }: Json) => Sid === 'TheTrailsKeys');
    expect(statement.Resource).toContain('${aws_kms_key.backups_vault_vault.arn}');
  });

  test('a snapshot that a person made can be deleted as before', () => {
    const request = { action: 'rds:DeleteDBSnapshot', resource: account('rds', 'snapshot:by-hand') };
    expect([deploy(request), mightiest(request)]).toEqual(['allow', 'allow']);
  });

  test('what an environment is made of can be made', () => {
    const needed: PolicyRequest[] = [
      { action: 'ec2:CreateVpc' },
      { action: 'eks:CreateCluster', resource: account('eks', 'cluster/dev') },
      { action: 'iam:PassRole', resource: iam('role/dev-nodes') },
      { action: 's3:CreateBucket', resource: 'arn:aws:s3:::acme-dev-assets-111111111111' },
      { action: 'logs:CreateLogGroup', resource: account('logs', 'log-group:/acme/dev/x') },
      { action: 'cloudwatch:PutMetricAlarm', resource: account('cloudwatch', 'alarm:dev-x') },
      { action: 'kms:CreateKey' },
      { action: 'ssm:PutParameter', resource: account('ssm', 'parameter/acme/dev/contract') },
      { action: 'secretsmanager:PutSecretValue', resource: account('secretsmanager', 'secret:/acme/dev/a') },
    ];
    expect(needed.filter((request) => deploy(request) !== 'allow' || mightiest(request) !== 'allow')).toEqual(
      [],
    );
  });

  test('a deploy reads neither the passwords that RDS makes, nor stored objects, and decrypts by services alone', () => {
    const unseen: PolicyRequest[] = [
      { action: 'secretsmanager:GetSecretValue', resource: account('secretsmanager', 'secret:rds!db-1') },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::acme-dev-assets-111111111111/1' },
      { action: 'kms:Decrypt', resource: account('kms', 'key/1') },
    ];
    expect(unseen.filter((request) => deploy(request) !== 'deny')).toEqual([]);
  });

  test('a deploy lets EKS use the key of its cluster: EKS makes a grant, and sets no condition for it', () => {
    for (const action of ['kms:CreateGrant', 'kms:DescribeKey'])
      expect(deploy({ action, resource: account('kms', 'key/1') })).toBe('allow');
  });

  test('a deploy of a protected environment deletes no stored object, nor lifts the lock of its archive', () => {
    const rights = (of: boolean) =>
      build(environment('dev', valid({ protected: of }))).resource.aws_iam_role_policy.deploy_rights.policy;
    for (const action of ['s3:DeleteObject', 's3:BypassGovernanceRetention']) {
      const request = { action, resource: 'arn:aws:s3:::acme-dev-log-archive-111111111111/1' };
      expect([decide([rights(true)], request), decide([rights(false)], request)]).toEqual(['deny', 'allow']);
    }
  });

  test('policies fit: AWS takes 6144 characters of a managed one, and 10240 of all in a role', () => {
    const room = 64; // For ARNs, which are longer than the references to them.
    expect(boundary.length).toBeLessThan(6144 - 2 * room);
    for (const { policy } of Object.values<Json>(inline)) expect(policy.length).toBeLessThan(10_240 - room);
  });
});
