import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Environment } from '../../parameters/environment';
import type { Project } from '../../parameters/project';
import { decide, type PolicyRequest } from '../../plan/policy/decide';
import { Account } from '../../stacks/account';
import { environments, project, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { environment, valid } from '../parameters/files';

const outdir = mkdtempSync(join(tmpdir(), 'account-'));
afterAll(() => rmSync(outdir, { recursive: true }));

function build(of: Environment, given: Project = project): Json {
  const app = new App({ stackTraces: false, outdir });
  return JSON.parse(
    Testing.synth(new Account(app, `account-${of.name}`, { project: given, environment: of })),
  );
}

const dev = environment('dev', valid({ hostsPreviews: true, protected: false }));
const stack = build(dev);
const { aws_iam_role: roles, aws_iam_role_policy: inline, aws_iam_policy } = stack.resource;
const boundary: string = aws_iam_policy.boundary.policy;
const BOUNDARY = 'arn:aws:iam::111111111111:policy/acme-boundary';
const account = (service: string, name: string) => `arn:aws:${service}:eu-central-1:111111111111:${name}`;
const iam = (name: string) => `arn:aws:iam::111111111111:${name}`;

const ADMINISTRATORS = {
  Sid: 'AdministratorsWithMfa',
  Effect: 'Allow',
  Principal: { AWS: ['arn:aws:iam::999999999999:user/ada'] },
  Action: 'sts:AssumeRole',
  Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
};

describe('who comes in', () => {
  test.each([
    ['acme-deploy', 'acme-deploy-dev'],
    ['acme-plan', 'acme-plan'],
    ['acme-drift', 'acme-drift'],
    ['acme-preview', 'acme-preview'],
  ])('%s: from the tooling account %s alone, and administrators with MFA', (name, counterpart) => {
    const role = Object.values<Json>(roles).find((one) => one.name === name);
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'ItsCounterpart',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::999999999999:role/${counterpart}` },
        Action: 'sts:AssumeRole',
      },
      ADMINISTRATORS,
    ]);
  });

  test('the role for emergencies: administrators with MFA alone, for an hour', () => {
    expect(JSON.parse(roles['break-glass'].assume_role_policy).Statement).toEqual([ADMINISTRATORS]);
    expect(roles['break-glass'].max_session_duration).toBe(3600);
  });

  test('is made by the role that came with the account, in that account', () => {
    expect(stack.provider.aws).toEqual([
      expect.objectContaining({
        allowed_account_ids: ['111111111111'],
        assume_role: [{ role_arn: iam('role/OrganizationAccountAccessRole'), session_name: 'account-dev' }],
      }),
    ]);
  });

  test('previews: only where they are hosted', () => {
    expect(build(environment('dev', valid())).resource.aws_iam_role.preview).toBeUndefined();
  });

  test('an organization whose deploys take the role that came with the account makes no other', () => {
    const other = build(dev, { ...project, deployRole: project.accountRole });
    expect(other.resource.aws_iam_role.deploy).toBeUndefined();
    expect(other.resource.aws_iam_policy.boundary).toBeDefined();
  });

  test('fails on an environment in the tooling account, whose deploys could change the state of all others', () => {
    const inTooling = environment('dev', valid({ account: project.toolingAccount }));
    expect(() => build(inTooling)).toThrow(
      'which is toolingAccount of platform.json; allowed: an account of its own',
    );
  });

  test('fails on an environment whose names would meet those of the account', () => {
    for (const name of ['acme', 'acme-eu']) {
      expect(() => build(environment(name, valid()))).toThrow(
        `got an environment named "${name}"; allowed: a name other than that of the platform`,
      );
    }
  });
});

describe('whoever plans', () => {
  const READ_ONLY = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  /** As if AWS's managed policy allowed everything: what is denied must not hang on it. */
  const says = (role: 'plan' | 'drift', request: PolicyRequest) =>
    decide([inline[`${role}_rights`].policy, READ_ONLY], request);
  const SECRET = account('secretsmanager', 'secret:/acme/dev/storefront/orders/user-AbCdEf');
  const MASTER = account('secretsmanager', 'secret:rds!db-1234-AbCdEf');
  const THROUGH = (service: string) => ({ 'kms:ViaService': `${service}.eu-central-1.amazonaws.com` });

  test.each(['plan', 'drift'])('%s has what AWS calls read-only, and no right to change anything', (role) => {
    expect(stack.resource.aws_iam_role_policy_attachments_exclusive[`${role}_managed`].policy_arns).toEqual([
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ]);
    const allowed = JSON.parse(inline[`${role}_rights`].policy).Statement.filter(
      ({ Effect }: Json) => Effect === 'Allow',
    );
    const harmless = ['secretsmanager:GetRandomPassword', 'secretsmanager:GetSecretValue', 'kms:Decrypt'];
    for (const { Action } of allowed) expect(harmless).toContain(Action);
  });

  test.each(['plan', 'drift'] as const)('%s sees neither data nor logs', (role) => {
    const unseen: PolicyRequest[] = [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::acme-dev-log-archive-111111111111/events/1' },
      { action: 's3:GetObjectVersion', resource: 'arn:aws:s3:::acme-dev-assets-111111111111/1' },
      { action: 'logs:FilterLogEvents', resource: account('logs', 'log-group:a:*') },
      { action: 'logs:StartQuery', resource: account('logs', 'log-group:a:*') },
      { action: 'kinesis:GetRecords', resource: account('kinesis', 'stream/dev-logs') },
      { action: 'rds:DownloadDBLogFilePortion', resource: account('rds', 'db:dev-orders') },
      { action: 'secretsmanager:GetSecretValue', resource: MASTER, context: THROUGH('secretsmanager') },
      { action: 'kms:Decrypt', resource: account('kms', 'key/1'), context: THROUGH('s3') },
      { action: 'kms:Decrypt', resource: account('kms', 'key/1') },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/other/secret') },
    ];
    expect(unseen.filter((request) => says(role, request) !== 'deny')).toEqual([]);
  });

  test('sees no secret at all; whoever looks for drift sees those that the provider has to read back', () => {
    expect(says('plan', { action: 'secretsmanager:GetSecretValue', resource: SECRET })).toBe('deny');
    const through = { context: THROUGH('secretsmanager') };
    expect(says('plan', { action: 'kms:Decrypt', resource: account('kms', 'key/1'), ...through })).toBe(
      'deny',
    );
    expect(says('drift', { action: 'secretsmanager:GetSecretValue', resource: SECRET })).toBe('allow');
    expect(says('drift', { action: 'kms:Decrypt', resource: account('kms', 'key/1'), ...through })).toBe(
      'allow',
    );
  });

  test.each(['plan', 'drift'] as const)('%s gets what a plan takes', (role) => {
    const needed: PolicyRequest[] = [
      { action: 'secretsmanager:GetRandomPassword' },
      { action: 'secretsmanager:DescribeSecret', resource: SECRET },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/acme/dev/contract') },
      { action: 'ssm:GetParametersByPath', resource: account('ssm', 'parameter/acme/dev/previews') },
      { action: 'eks:DescribeCluster', resource: account('eks', 'cluster/dev') },
    ];
    expect(needed.filter((request) => says(role, request) !== 'allow')).toEqual([]);
  });
});

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

describe('whoever makes previews', () => {
  const preview = (request: PolicyRequest) => decide([inline.preview_rights.policy], request);
  const OF_PREVIEWS = 'arn:aws:iam::111111111111:policy/acme-preview-boundary';
  const bounded = (by: string) => ({ 'iam:PermissionsBoundary': by });
  const retag = (environmentTag: string) => ({ 'aws:RequestTag/environment': environmentTag });
  const record = (name: string, type: string) => ({
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': name,
    'route53:ChangeResourceRecordSetsRecordTypes': type,
  });
  const tagged = (environmentTag: string) => ({ 'aws:ResourceTag/environment': environmentTag });

  test('makes and takes down what is named or tagged as a preview', () => {
    const needed: PolicyRequest[] = [
      {
        action: 'iam:CreateRole',
        resource: iam('role/preview-pr-42-service-a'),
        context: bounded(OF_PREVIEWS),
      },
      {
        action: 'iam:PassRole',
        resource: iam('role/preview-pr-42-service-a'),
        context: { 'iam:PassedToService': 'pods.eks.amazonaws.com' },
      },
      {
        action: 'route53:ChangeResourceRecordSets',
        resource: 'arn:aws:route53:::hostedzone/Z1',
        context: record('shop-pr-42.dev.acme.example', 'A'),
      },
      { action: 'kms:TagResource', resource: account('kms', 'key/1'), context: retag('preview-pr-42') },
      { action: 's3:CreateBucket', resource: 'arn:aws:s3:::acme-preview-pr-42-assets-111111111111' },
      { action: 'ssm:PutParameter', resource: account('ssm', 'parameter/acme/dev/previews/pr-42') },
      { action: 'ssm:PutParameter', resource: account('ssm', 'parameter/acme/preview-pr-42/contract') },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/acme/dev/contract') },
      { action: 'elasticache:CreateUser', resource: account('elasticache', 'user:preview-pr-42-a') },
      { action: 'appconfig:CreateApplication', context: retag('preview-pr-42') },
      ...['application/a', 'application/a/environment/e', 'application/a/configurationprofile/p'].map(
        (part) => ({
          action: 'appconfig:StartDeployment',
          resource: account('appconfig', part),
          context: { ...retag('preview-pr-42'), ...tagged('preview-pr-42') },
        }),
      ),
      // One of AWS's own, which has no tags.
      {
        action: 'appconfig:StartDeployment',
        resource: account('appconfig', 'deploymentstrategy/AppConfig.AllAtOnce'),
        context: retag('preview-pr-42'),
      },
      { action: 'elasticloadbalancing:DeleteTargetGroup', context: tagged('preview-pr-42') },
    ];
    expect(needed.filter((request) => preview(request) !== 'allow')).toEqual([]);
  });

  test("neither changes nor reads what is the host's", () => {
    const kept: PolicyRequest[] = [
      { action: 'rds:DeleteDBInstance', resource: account('rds', 'db:dev-orders'), context: tagged('dev') },
      { action: 'eks:DeleteCluster', resource: account('eks', 'cluster/dev'), context: tagged('dev') },
      { action: 'ec2:DeleteSecurityGroup', context: tagged('dev') },
      { action: 'ec2:AuthorizeSecurityGroupIngress', context: tagged('dev') },
      { action: 'kms:ScheduleKeyDeletion', context: tagged('dev') },
      { action: 'ssm:PutParameter', resource: account('ssm', 'parameter/acme/dev/contract') },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: account('secretsmanager', 'secret:/acme/dev/a/b/user'),
      },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::acme-dev-assets-111111111111/1' },
      { action: 'iam:PutRolePolicy', resource: iam('role/dev-service-shop-storefront') },
      // A user of any access string would read all that is in the cache.
      {
        action: 'elasticache:ModifyUserGroup',
        resource: account('elasticache', 'usergroup:dev-sessions'),
        context: tagged('dev'),
      },
      ...['CreateUser', 'ModifyUser', 'DeleteUser'].map((action) => ({
        action: `elasticache:${action}`,
        resource: account('elasticache', 'user:guest-pr-42-12345678-a'),
      })),
      { action: 'elasticloadbalancing:DeleteTargetGroup', context: tagged('dev') },
    ];
    expect(kept.filter((request) => preview(request) !== 'deny')).toEqual([]);
  });
});

describe('code of a branch, which runs as the role of previews', () => {
  const preview = (request: PolicyRequest) => decide([inline.preview_rights.policy], request);
  const limit: string = aws_iam_policy['preview-boundary'].policy;
  /** As if a role of a preview gave itself everything. */
  const mightiest = (request: PolicyRequest) => decide([limit], request);
  const ROLE = iam('role/preview-pr-42-x');

  test.each<[string, PolicyRequest]>([
    ['a role without a boundary', { action: 'iam:CreateRole', resource: ROLE }],
    [
      'a role with the boundary of the environment',
      { action: 'iam:CreateRole', resource: ROLE, context: { 'iam:PermissionsBoundary': BOUNDARY } },
    ],
    [
      'rights for a role with the boundary of the environment',
      { action: 'iam:PutRolePolicy', resource: ROLE, context: { 'iam:PermissionsBoundary': BOUNDARY } },
    ],
    [
      'a server that has one of its roles',
      { action: 'iam:PassRole', resource: ROLE, context: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    ],
    [
      "the host's key, by a tag that makes it look like a preview's",
      {
        action: 'kms:TagResource',
        resource: account('kms', 'key/1'),
        context: { 'aws:RequestTag/environment': 'preview-x', 'aws:ResourceTag/environment': 'dev' },
      },
    ],
    [
      "another version of the host's flags, by a deployment that it tags as its own",
      {
        action: 'appconfig:StartDeployment',
        resource: account('appconfig', 'application/host'),
        context: { 'aws:RequestTag/environment': 'preview-x', 'aws:ResourceTag/environment': 'dev' },
      },
    ],
    [
      "an environment in the host's application of flags",
      {
        action: 'appconfig:CreateEnvironment',
        resource: account('appconfig', 'application/host'),
        context: { 'aws:RequestTag/environment': 'preview-x', 'aws:ResourceTag/environment': 'dev' },
      },
    ],
    [
      "the host's security group in the same way",
      {
        action: 'ec2:CreateTags',
        resource: account('ec2', 'security-group/sg-1'),
        context: { 'aws:RequestTag/environment': 'preview-x', 'aws:ResourceTag/environment': 'dev' },
      },
    ],
    ...[
      ['shop-pr-42.dev.acme.example', 'NS'],
      ['_acme-challenge.dev.acme.example', 'TXT'],
      ['shop-pr-42.dev.acme.example', 'CNAME'],
      ['dev.acme.example', 'A'],
    ].map(([name, type]): [string, PolicyRequest] => [
      `the ${type} record ${name}`,
      {
        action: 'route53:ChangeResourceRecordSets',
        resource: 'arn:aws:route53:::hostedzone/Z1',
        context: {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': name!,
          'route53:ChangeResourceRecordSetsRecordTypes': type!,
        },
      },
    ]),
  ])('does not get %s', (_, request) => {
    expect(preview(request)).toBe('deny');
  });

  test('gives its roles nothing of the host, nor the right to make others', () => {
    const wanted: PolicyRequest[] = [
      { action: 'iam:CreateRole', resource: ROLE },
      { action: 'sts:AssumeRole', resource: iam('role/dev-nodes') },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: account('secretsmanager', 'secret:/acme/dev/a/b/user'),
      },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::acme-dev-assets-111111111111/1' },
      { action: 'kms:Decrypt', resource: account('kms', 'key/1') },
      { action: 'ssm:GetParameter', resource: account('ssm', 'parameter/acme/dev/contract') },
      { action: 'ec2:RunInstances', resource: account('ec2', 'instance/*') },
      { action: 'rds:DeleteDBInstance', resource: account('rds', 'db:dev-orders') },
    ];
    expect(wanted.filter((request) => mightiest(request) !== 'deny')).toEqual([]);
  });

  test.each([
    ['the master of a server of the host is never reached by a role of its own', 'dev-orders', 'deny'],
    ['the master of a server of its own is', 'preview-pr-42-orders', 'allow'],
  ])('%s', (_, server, expected) => {
    const secret = account('secretsmanager', 'secret:rds!db-1c4dd4a5-AbCdEf');
    // Set by RDS, which leaves nobody a way to set it.
    const context = { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': account('rds', `db:${server}`) };
    const request: PolicyRequest = { action: 'secretsmanager:GetSecretValue', resource: secret, context };
    expect(mightiest(request)).toBe(expected);
    expect(preview(request)).toBe('deny');
  });

  test('gives its pods what they bind', () => {
    const secret = account('secretsmanager', 'secret:/acme/preview-pr-42/storefront/orders/user-AbCdEf');
    const needed: PolicyRequest[] = [
      { action: 'secretsmanager:GetSecretValue', resource: secret },
      {
        action: 'kms:Decrypt',
        resource: account('kms', 'key/1'),
        context: {
          'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
          'kms:EncryptionContext:SecretARN': secret,
        },
      },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::acme-preview-pr-42-assets-111111111111/1' },
      {
        action: 'appconfig:GetLatestConfiguration',
        resource: account('appconfig', 'application/a/environment/b/configuration/c'),
      },
    ];
    expect(needed.filter((request) => mightiest(request) !== 'allow')).toEqual([]);
  });
});

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
