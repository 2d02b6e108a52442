import { decide, type PolicyRequest } from '../../../plan/policy/decide';
import { account, aws_iam_policy, BOUNDARY, iam, inline } from './built-account';

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
