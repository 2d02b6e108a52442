import type { ResourceChange } from '../../../plan/change';
import { policy } from '../cases/case';
import { entry } from '../made';
import { widened } from './widened';

// Where policies stand, in the shape that the provider writes: the emulator knows not all of these types.

const OWN = '111111111111';
const OTHER = '888888888888';
const allow = (more: object) => ({ Effect: 'Allow', Action: 'a:get', Resource: '*', ...more });
const everybody = policy(allow({ Principal: '*' }));
const nobody = policy(allow({ Principal: { Service: 'a.amazonaws.com' } }));

test.each([
  ['aws_opensearch_domain', 'access_policies'],
  ['aws_elasticsearch_domain_policy', 'access_policies'],
  ['aws_backup_vault_policy', 'policy'],
  ['aws_ecr_repository_policy', 'policy'],
  ['aws_sqs_queue', 'policy'],
  ['aws_sns_topic_policy', 'policy'],
  ['aws_secretsmanager_secret_policy', 'policy'],
  ['aws_efs_file_system_policy', 'policy'],
  ['aws_s3_access_point', 'policy'],
  ['aws_s3control_bucket_policy', 'policy'],
  ['aws_glacier_vault', 'access_policy'],
  ['aws_cloudwatch_log_resource_policy', 'policy_document'],
  ['aws_dynamodb_resource_policy', 'policy'],
  ['aws_api_gateway_rest_api', 'policy'],
  ['aws_lakeformation_anything', 'some.0.text_of_it'],
])('everybody, in %s', (type, path) => {
  const values = (text: string) =>
    path.split('.').reduceRight<unknown>((inner, key) => (key === '0' ? [inner] : { [key]: inner }), text);
  expect(widened([entry(`${type}.x`, values(nobody), values(everybody))])).toEqual([
    'lets everybody do a:get',
  ]);
  expect(widened([entry(`${type}.x`, null, values(everybody))])).toEqual(['lets everybody do a:get']);
  expect(widened([entry(`${type}.x`, values(everybody), values(nobody))])).toEqual([]);
});

test('a right on everything, in a set of rights of people and in a policy of a group or a user', () => {
  const all = policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' });
  const change = (address: string, path: string) => entry(address, null, { [path]: all });
  for (const one of [
    change('aws_ssoadmin_permission_set_inline_policy.x', 'inline_policy'),
    change('aws_iam_group_policy.x', 'policy'),
    change('aws_iam_user_policy.x', 'policy'),
  ]) {
    expect(widened([one])).toEqual(['allows iam:* on every resource']);
  }
});

describe('a Lambda permission', () => {
  const permission = (more: object) => ({ action: 'lambda:InvokeFunction', function_name: 'f', ...more });
  const queue = { principal: 'sqs.amazonaws.com', source_arn: `arn:aws:sqs:eu-central-1:${OWN}:jobs` };
  test.each([
    ['everybody', { principal: '*' }, ['lets everybody do lambda:invokefunction']],
    ['another account', { principal: OTHER }, [`lets arn:aws:iam::${OTHER}:root do lambda:invokefunction`]],
    [
      'a service for any account',
      { principal: 's3.amazonaws.com' },
      ['lets s3.amazonaws.com do lambda:invokefunction for whomever: neither source_arn nor source_account'],
    ],
    ['a service for one source', queue, []],
    ['everybody of an organization', { principal: '*', principal_org_id: 'o-acme' }, []],
    [
      'an account that is not known',
      { principal: null },
      ['lets (known after apply) do lambda:invokefunction'],
    ],
  ])('for %s', (_, more, reasons) => {
    const unknown =
      (more as { principal: unknown }).principal === null ? { after_unknown: { principal: true } } : {};
    expect(widened([entry('aws_lambda_permission.x', null, permission(more), unknown)])).toEqual(reasons);
  });

  test('that no longer asks for a source is found, and one that is gone is not', () => {
    const { source_arn: _, ...without } = queue;
    const changed = entry('aws_lambda_permission.x', permission(queue), permission(without));
    expect(widened([changed])).toEqual([
      'lets sqs.amazonaws.com do lambda:invokefunction for whomever: neither source_arn nor source_account',
    ]);
    expect(widened([entry('aws_lambda_permission.x', permission(queue), null)])).toEqual([]);
  });
});

test('a grant of a key to another account, and to a role of the stack that is not there yet', () => {
  const grant = (more: object) => ({
    key_id: `arn:aws:kms:eu-central-1:${OWN}:key/1`,
    operations: ['Decrypt'],
    ...more,
  });
  const to = (account: string) => grant({ grantee_principal: `arn:aws:iam::${account}:role/a` });
  expect(widened([entry('aws_kms_grant.x', null, to(OTHER))])).toEqual([
    `lets arn:aws:iam::${OTHER}:role/a do kms:decrypt`,
  ]);
  expect(widened([entry('aws_kms_grant.x', null, to(OWN))])).toEqual([]);
  const unknown = { after_unknown: { grantee_principal: true } };
  const written = { resource: { aws_kms_grant: { x: { grantee_principal: '${aws_iam_role.a.arn}' } } } };
  expect(widened([entry('aws_kms_grant.x', null, grant({}), unknown)], written)).toEqual([]);
  expect(widened([entry('aws_kms_grant.x', null, grant({}), unknown)])).toHaveLength(1);
});

describe('what only holds rights of others', () => {
  const own = policy(allow({ Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::acme-*' }));
  const open = policy(allow({ Principal: '*', Action: '*', Resource: '*' }));
  const two = policy(
    allow({ Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::acme-*', 'arn:aws:s3:::other'] }),
  );
  test('an endpoint opened to every resource is found; a new one, or one more bucket, is not', () => {
    expect(widened([entry('aws_vpc_endpoint.x', { policy: own }, { policy: open })])).toEqual([
      'lets * through to every resource',
    ]);
    expect(widened([entry('aws_vpc_endpoint.x', null, { policy: open })])).toEqual([]);
    expect(widened([entry('aws_vpc_endpoint.x', { policy: own }, { policy: two })])).toEqual([]);
  });

  test('a policy of an endpoint that is gone lets everything through, if the endpoint stays', () => {
    const gone = entry('aws_vpc_endpoint_policy.x', { policy: own, vpc_endpoint_id: 'vpce-1' }, null);
    expect(widened([gone])).toEqual(['lets everything through']);
    expect(widened([gone, entry('aws_vpc_endpoint.x', { id: 'vpce-1' }, null)])).toEqual([]);
  });

  test('a policy of the organization that denies less, or is gone', () => {
    const deny = (...Action: readonly string[]) => ({
      content: policy({ Effect: 'Deny', Action, Resource: '*' }),
    });
    const change = (before: object | null, after: object | null) =>
      widened([entry('aws_organizations_policy.x', before, after)]);
    expect(change(deny('iam:*', 'cloudtrail:*'), deny('iam:*'))).toEqual(['no longer denies cloudtrail:*']);
    expect(change(deny('iam:*'), null)).toEqual(['no longer denies iam:*']);
    expect(change(null, deny('iam:*'))).toEqual([]);
    const full = { content: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) };
    expect(change(null, full)).toEqual([]);
  });
});

describe('a policy that is not known', () => {
  const of = (written: string | undefined, before: unknown) =>
    widened([entry('aws_sqs_queue_policy.x', before, {}, { after_unknown: { policy: true } })], {
      resource: { aws_sqs_queue_policy: { x: written === undefined ? {} : { policy: written } } },
    });
  const reason = 'its policy is known after apply, so that nobody can judge it';

  test('is found, unless the text of the stack tells', () => {
    expect(of('${data.aws_iam_policy_document.x.json}', { policy: nobody })).toEqual([reason]);
    expect(of('${data.aws_iam_policy_document.x.json}', null)).toEqual([reason]);
    expect(
      of(
        policy(allow({ Principal: { Service: 'a.amazonaws.com' }, Resource: '${aws_sqs_queue.q.arn}' })),
        null,
      ),
    ).toEqual([]);
    expect(of(undefined, null)).toEqual([]);
  });

  test('because it is sensitive is found', () => {
    const sensitive = { before_sensitive: { policy: true }, after_sensitive: { policy: true } };
    const change = (before: string, after: string) =>
      widened([entry('aws_sqs_queue_policy.x', { policy: before }, { policy: after }, sensitive)]);
    expect(change(nobody, everybody)).toEqual([
      'its policy is sensitive, changes, so that nobody can judge it',
    ]);
    expect(change(nobody, nobody)).toEqual([]);
  });

  test('because it is no document is found', () => {
    expect(widened([entry('aws_sqs_queue.x', { policy: nobody }, { policy: '{"Statement": [7]}' })])).toEqual(
      ['its policy is not to be read, so that nobody can judge it'],
    );
  });
});

describe('references', () => {
  const bucketArn = 'arn:aws:s3:::data';
  const deny = (Resource: string) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObject',
    Resource,
  });
  const changed = (bucket: ResourceChange) =>
    widened(
      [
        bucket,
        entry('aws_s3_bucket.new', null, { bucket: 'new' }, { after_unknown: { arn: true } }),
        entry(
          'aws_s3_bucket_policy.x',
          { bucket: 'data', policy: policy(deny(`${bucketArn}/*`)) },
          { bucket: 'data' },
          { after_unknown: { policy: true } },
        ),
      ],
      {
        resource: {
          aws_s3_bucket_policy: {
            x: {
              policy: policy(
                deny('${aws_s3_bucket.b.arn}/*'),
                allow({
                  Principal: { Service: 'a.amazonaws.com' },
                  Action: 's3:PutObject',
                  Resource: '${aws_s3_bucket.new.arn}/*',
                }),
              ),
            },
          },
        },
      },
    );

  test('are the resources that they name, also of what does not change, or is made anew', () => {
    const b = entry('aws_s3_bucket.b', { arn: bucketArn }, { arn: bucketArn });
    expect(changed({ ...b, change: { ...b.change, actions: ['no-op'] } })).toEqual([]);
    const anew = entry('aws_s3_bucket.b', { arn: bucketArn }, {}, { after_unknown: { arn: true } });
    expect(changed({ ...anew, change: { ...anew.change, actions: ['delete', 'create'] } })).toEqual([]);
  });

  test('to another resource are another', () => {
    const b = entry('aws_s3_bucket.b', { arn: 'arn:aws:s3:::other' }, { arn: 'arn:aws:s3:::other' });
    expect(changed(b)).toEqual(['no longer denies s3:deleteobject on arn:aws:s3:::data/* to *']);
  });
});

describe('accounts', () => {
  const shared = (account: string) =>
    policy(
      allow({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'backup:CopyIntoBackupVault' }),
    );
  const written = { provider: { aws: [{ allowed_account_ids: [OWN] }] } };
  const vault = entry('aws_backup_vault.v', null, { name: 'v' });
  const made = (account: string) =>
    entry('aws_backup_vault_policy.x', null, { backup_vault_name: 'v', policy: shared(account) });

  test('of the platform share what is new', () => {
    expect(widened([vault, made(OTHER)], written, [OTHER])).toEqual([]);
    expect(widened([vault, made(OTHER)], written)).toHaveLength(1);
    expect(widened([vault, made(OWN)], written)).toEqual([]);
  });

  test('of the platform do not get what is there already', () => {
    expect(widened([made(OTHER)], written, [OTHER])).toHaveLength(1);
  });

  test('own ones may give rights to what is there already only as before', () => {
    const key = (...statements: readonly object[]) => ({
      arn: `arn:aws:kms:eu-central-1:${OWN}:key/1`,
      policy: policy(...statements),
    });
    const root = allow({ Principal: { AWS: OWN }, Action: 'kms:*' });
    const to = (Action: string) => allow({ Principal: { AWS: `arn:aws:iam::${OWN}:role/a` }, Action });
    const change = (Action: string) => widened([entry('aws_kms_key.k', key(root), key(root, to(Action)))]);
    expect(change('kms:Decrypt')).toEqual([]);
    expect(change('kms:PutKeyPolicy')).toEqual([]);
  });
});

test('denials of a policy that is detached are found, if who had it stays', () => {
  const arn = `arn:aws:iam::${OWN}:policy/guard`;
  const of = (...statements: readonly object[]) => {
    const values = { arn, policy: policy(...statements) };
    return entry('aws_iam_policy.p', values, { ...values, tags: {} });
  };
  const deny = of({ Effect: 'Deny', Action: 'iam:*', Resource: '*' });
  const attachment = { role: 'r', policy_arn: arn };
  const gone = entry('aws_iam_role_policy_attachment.x', attachment, null);
  expect(widened([deny, gone])).toEqual(['no longer has the denials of guard']);
  expect(widened([deny, gone, entry('aws_iam_role.r', { name: 'r' }, null)])).toEqual([]);
  expect(widened([of(allow({})), gone])).toEqual([]);
  const list = (...arns: readonly string[]) => ({ role_name: 'r', policy_arns: arns });
  const fewer = entry('aws_iam_role_policy_attachments_exclusive.x', list(arn, 'b'), list('b'));
  expect(widened([deny, fewer])).toEqual(['no longer has the denials of guard']);
});
