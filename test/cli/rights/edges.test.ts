import { ACCOUNT, type Between, between, document, iam, made, READS, reach, SECRET, trusts } from './made-up';

// The first to ask loads what AWS's services know.
jest.setTimeout(60_000);

const RICH = iam('role/rich');
const ALL = { Action: '*', Resource: '*' };
const POLICY_RIGHTS = ['iam:CreateRole', 'iam:PutRolePolicy'];
const bounded = { StringEquals: { 'iam:PermissionsBoundary': iam('policy/limit') } };
const toService = (service: string) => ({ StringEquals: { 'iam:PassedToService': service } });
const BY_PODS = trusts({ Service: 'pods.eks.amazonaws.com' });
const STATE = 'arn:aws:s3:::states';

/** A cluster with a service account whose pods get the role that reads the secret. */
function cluster(rules: readonly object[], labels: object = {}, more: Record<string, object> = {}) {
  const entry = { cluster_name: 'c', principal_arn: iam('role/start'), kubernetes_groups: ['team'] };
  return {
    aws_eks_cluster: { c: { name: 'c', compute_config: { node_role_arn: iam('role/nodes') } } },
    ...(rules.length > 0 && { aws_eks_access_entry: { team: entry } }),
    kubernetes_namespace_v1: { shop: { metadata: { name: 'shop', labels } } },
    kubernetes_service_account_v1: { rich: { metadata: { namespace: 'shop', name: 'rich' } } },
    aws_eks_pod_identity_association: {
      rich: { cluster_name: 'c', namespace: 'shop', service_account: 'rich', role_arn: RICH },
    },
    kubernetes_role_v1: { team: { metadata: { namespace: 'shop', name: 'team' }, rule: rules } },
    kubernetes_role_binding_v1: {
      team: {
        metadata: { namespace: 'shop', name: 'team' },
        role_ref: { kind: 'Role', name: 'team' },
        subject: [{ kind: 'Group', name: 'team' }],
      },
    },
    ...more,
  };
}
const rule = (api_groups: string, resources: string, verbs: string) => ({
  api_groups: [api_groups],
  resources: [resources],
  verbs: [verbs],
});
const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };

/** Each kind of step: what leads to the secret, and what stops it. */
const STEPS: Record<string, { readonly leads: Between; readonly stops: Record<string, Partial<Between>> }> = {
  'takes a role': {
    leads: {
      start: [{ Action: 'sts:AssumeRole', Resource: RICH }],
      trust: trusts({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
    },
    stops: {
      'no right to': { start: [] },
      'a trust that names another': { trust: trusts({ AWS: iam('role/another') }) },
      'a boundary': { boundary: [{ Action: 's3:*', Resource: '*' }] },
      'a denial': {
        start: [
          { Action: 'sts:AssumeRole', Resource: RICH },
          { ...ALL, Effect: 'Deny' },
        ],
      },
      'a second factor': {
        trust: trusts(
          { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
        ),
      },
    },
  },
  'takes a role of another account': {
    leads: {
      start: [{ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::222222222222:role/there' }],
      stacks: [
        made(
          {
            aws_iam_role: {
              there: { name: 'there', assume_role_policy: trusts({ AWS: iam('role/start') }) },
            },
            aws_iam_role_policy: {
              there: { role: 'there', policy: document([{ Action: 'sts:AssumeRole', Resource: RICH }]) },
            },
          },
          'there',
          '222222222222',
        ),
      ],
      trust: trusts({ AWS: 'arn:aws:iam::222222222222:role/there' }),
    },
    stops: { 'no right of its own, though trusted': { start: [] } },
  },
  'makes a role': {
    leads: { start: [{ Action: POLICY_RIGHTS, Resource: iam('role/own-*') }] },
    stops: {
      'a boundary that it has to give': {
        start: [{ Action: POLICY_RIGHTS, Resource: iam('role/own-*'), Condition: bounded }],
        more: {
          aws_iam_policy: { limit: { name: 'limit', policy: document([{ Action: 's3:*', Resource: '*' }]) } },
        },
      },
      'no right to write policies': { start: [{ Action: 'iam:CreateRole', Resource: '*' }] },
    },
  },
  'writes its own policies': {
    leads: { start: [{ Action: 'iam:AttachRolePolicy', Resource: iam('role/start') }] },
    stops: {
      'its own boundary': {
        boundary: [{ Action: ['s3:*', 'iam:AttachRolePolicy'], Resource: '*' }],
      },
    },
  },
  'takes its boundary away': {
    leads: {
      boundary: [{ Action: ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePolicy'], Resource: '*' }],
      start: [{ Action: 'iam:*', Resource: iam('role/start') }],
    },
    stops: {
      'a boundary that keeps that back': { boundary: [{ Action: 'iam:PutRolePolicy', Resource: '*' }] },
    },
  },
  'writes the trust of a role': {
    leads: { start: [{ Action: 'iam:UpdateAssumeRolePolicy', Resource: RICH }] },
    stops: {
      'a right for another role': {
        start: [{ Action: 'iam:UpdateAssumeRolePolicy', Resource: iam('role/x') }],
      },
    },
  },
  'writes the boundary that holds it': {
    leads: {
      boundary: [{ Action: ['iam:*'], Resource: '*' }],
      start: [{ Action: 'iam:CreatePolicyVersion', Resource: '*' }],
    },
    stops: {
      'a denial in the boundary': {
        boundary: [
          { Action: 'iam:*', Resource: '*' },
          { Effect: 'Deny', Action: 'iam:*', Resource: iam('policy/limit') },
        ],
      },
    },
  },
  'makes keys of a user': {
    leads: { start: [{ Action: 'iam:CreateAccessKey', Resource: iam('user/ada') }] },
    stops: {
      'a right for other users': { start: [{ Action: 'iam:CreateAccessKey', Resource: iam('user/bob') }] },
    },
  },
  'makes a user': {
    leads: {
      start: [
        { Action: ['iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateAccessKey'], Resource: iam('user/*') },
      ],
    },
    stops: {
      'no right to its keys': {
        start: [{ Action: ['iam:CreateUser', 'iam:PutUserPolicy'], Resource: iam('user/x') }],
      },
      'rights to roles alone': { start: [{ Action: 'iam:*User*', Resource: iam('role/*') }] },
    },
  },
  'changes who signs in from outside': {
    leads: {
      start: [{ Action: 'iam:UpdateSAMLProvider', Resource: iam('saml-provider/*') }],
      trust: trusts({ Federated: iam('saml-provider/staff') }, { Action: 'sts:AssumeRoleWithSAML' }),
    },
    stops: {
      'a trust in another provider': {
        start: [{ Action: 'iam:UpdateSAMLProvider', Resource: iam('saml-provider/guests') }],
      },
    },
  },
  'hands a role to a service that runs code': {
    leads: {
      start: [{ Action: ['iam:PassRole', 'lambda:CreateFunction'], Resource: '*' }],
      trust: trusts({ Service: 'lambda.amazonaws.com' }),
    },
    stops: {
      'a role of another service': {
        trust: trusts({ Service: 'scheduler.amazonaws.com' }),
        start: [{ Action: 'lambda:CreateFunction', Resource: '*' }],
      },
      'nothing to start': { start: [{ Action: 'iam:PassRole', Resource: '*' }] },
      'a condition on the service': {
        start: [
          { Action: 'iam:PassRole', Resource: '*', Condition: toService('ecs-tasks.amazonaws.com') },
          { Action: 'lambda:CreateFunction', Resource: '*' },
        ],
      },
    },
  },
  'hands a role to a service of which nobody knows what it does': {
    leads: {
      start: [{ Action: 'iam:PassRole', Resource: RICH }],
      trust: trusts({ Service: 'new.amazonaws.com' }),
    },
    stops: {
      'a condition on the service': {
        start: [{ Action: 'iam:PassRole', Resource: RICH, Condition: toService('ec2.amazonaws.com') }],
      },
    },
  },
  'changes the code of a function': {
    leads: {
      start: [{ Action: 'lambda:UpdateFunctionCode', Resource: '*' }],
      more: { aws_lambda_function: { f: { function_name: 'f', role: RICH } } },
    },
    stops: {
      'a right for other functions': {
        start: [{ Action: 'lambda:UpdateFunctionCode', Resource: '*:function:g' }],
      },
    },
  },
  'opens a session on a server': {
    leads: {
      start: [
        {
          Action: 'ssm:StartSession',
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } },
        },
      ],
      more: {
        aws_instance: { host: { iam_instance_profile: 'host', tags: { team: 'a' } } },
        aws_iam_instance_profile: { host: { name: 'host', role: 'rich' } },
      },
    },
    stops: {
      'a condition on a tag that the server lacks': {
        start: [
          {
            Action: 'ssm:StartSession',
            Resource: '*',
            Condition: { StringEquals: { 'aws:ResourceTag/team': 'b' } },
          },
        ],
      },
    },
  },
  'opens a session on a server of an Auto Scaling group': {
    leads: {
      start: [{ Action: 'ssm:StartSession', Resource: '*:instance/*' }],
      more: {
        aws_launch_template: {
          host: { iam_instance_profile: { arn: '${aws_iam_instance_profile.host.arn}' } },
        },
        aws_iam_instance_profile: { host: { name: 'host', role: 'rich' } },
      },
    },
    stops: { 'a right to look alone': { start: [{ Action: 'ssm:DescribeSessions', Resource: '*' }] } },
  },
  'lets itself into a cluster': {
    leads: {
      start: [{ Action: ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'], Resource: '*' }],
      trust: BY_PODS,
      more: cluster([]),
    },
    stops: { 'no policy to associate': { start: [{ Action: 'eks:CreateAccessEntry', Resource: '*' }] } },
  },
  'runs a job as a service account': {
    leads: { start: [], trust: BY_PODS, more: cluster([rule('batch', 'jobs', 'create')]) },
    stops: {
      'rights that only read': { more: cluster([rule('batch', 'jobs', 'list')]) },
      'another namespace': {
        more: cluster(
          [rule('batch', 'jobs', 'create')],
          {},
          {
            kubernetes_role_binding_v1: {
              team: {
                metadata: { namespace: 'office', name: 'team' },
                role_ref: { kind: 'Role', name: 'team' },
                subject: [{ kind: 'Group', name: 'team' }],
              },
            },
          },
        ),
      },
      'a trust that names other pods': {
        trust: trusts(
          { Service: 'pods.eks.amazonaws.com' },
          { Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'office' } } },
        ),
      },
    },
  },
  'enters a pod': {
    leads: { start: [], trust: BY_PODS, more: cluster([rule('', 'pods/exec', 'create')], RESTRICTED) },
    stops: { 'a right to its log alone': { more: cluster([rule('', 'pods/log', 'get')]) } },
  },
  'gives itself all rights in a cluster': {
    leads: {
      start: [],
      trust: BY_PODS,
      more: cluster([rule('rbac.authorization.k8s.io', 'roles', 'escalate')], RESTRICTED),
    },
    stops: {
      'rights to roles without that': {
        more: cluster([rule('rbac.authorization.k8s.io', 'roles', 'update')], RESTRICTED),
      },
    },
  },
  'reaches its node from a pod, and there the pods of others': {
    leads: {
      start: [],
      trust: BY_PODS,
      more: cluster(
        [rule('', 'pods', 'create')],
        {},
        {
          kubernetes_namespace_v1: { team: { metadata: { name: 'team' } } },
          kubernetes_role_binding_v1: {
            team: {
              metadata: { namespace: 'team', name: 'team' },
              role_ref: { kind: 'Role', name: 'team' },
              subject: [{ kind: 'Group', name: 'team' }],
            },
          },
          aws_iam_role: {
            nodes: { name: 'nodes', assume_role_policy: trusts({ Service: 'ec2.amazonaws.com' }) },
          },
          aws_iam_role_policy: {
            nodes: {
              role: 'nodes',
              policy: document([{ Action: 'eks-auth:AssumeRoleForPodIdentity', Resource: '*' }]),
            },
          },
        },
      ),
    },
    stops: {
      'a namespace that refuses such pods': {
        more: cluster(
          [rule('', 'pods', 'create')],
          {},
          {
            kubernetes_namespace_v1: { team: { metadata: { name: 'team', labels: RESTRICTED } } },
            kubernetes_role_binding_v1: {
              team: {
                metadata: { namespace: 'team', name: 'team' },
                role_ref: { kind: 'Role', name: 'team' },
                subject: [{ kind: 'Group', name: 'team' }],
              },
            },
          },
        ),
      },
    },
  },
  'associates a role with pods of its own': {
    leads: {
      start: [{ Action: ['eks:CreatePodIdentityAssociation', 'iam:PassRole'], Resource: '*' }],
      trust: BY_PODS,
      more: cluster([rule('', 'pods', 'create')], RESTRICTED, { aws_eks_pod_identity_association: {} }),
    },
    stops: {
      'no right to hand the role': { start: [{ Action: 'eks:CreatePodIdentityAssociation', Resource: '*' }] },
    },
  },
  'replaces the image of pods': {
    leads: {
      start: [{ Action: 'ecr:PutImage', Resource: '*' }],
      trust: BY_PODS,
      more: cluster(
        [],
        {},
        {
          aws_ecr_repository: { shop: { name: 'acme/shop', image_tag_mutability: 'MUTABLE' } },
          kubernetes_deployment_v1: deployment(`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/acme/shop:1`),
        },
      ),
    },
    stops: {
      'tags that cannot be moved': {
        more: cluster(
          [],
          {},
          {
            aws_ecr_repository: { shop: { name: 'acme/shop', image_tag_mutability: 'IMMUTABLE' } },
            kubernetes_deployment_v1: deployment(`${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com/acme/shop:1`),
          },
        ),
      },
      'pods with an image from elsewhere': {
        more: cluster(
          [],
          {},
          {
            aws_ecr_repository: { shop: { name: 'acme/shop', image_tag_mutability: 'MUTABLE' } },
            kubernetes_deployment_v1: deployment('docker.io/acme/shop:1'),
          },
        ),
      },
    },
  },
  'writes the state that a deploy goes by': {
    leads: {
      start: [{ Action: 's3:PutObject', Resource: `${STATE}/shop.tfstate` }],
      more: { aws_s3_bucket: { states: { bucket: 'states' } } },
      stacks: [deployedStack('shop')],
    },
    stops: {
      'a right to other states': { start: [{ Action: 's3:PutObject', Resource: `${STATE}/office.tfstate` }] },
    },
  },
  'writes a parameter that a deploy reads': {
    leads: {
      start: [{ Action: 'ssm:PutParameter', Resource: '*:parameter/shop/contract' }],
      more: { aws_ssm_parameter: { contract: { name: '/shop/contract' } } },
      stacks: [deployedStack('shop')],
    },
    stops: {
      'a right to another': { start: [{ Action: 'ssm:PutParameter', Resource: '*:parameter/shop/note' }] },
    },
  },
};

function deployment(image: string) {
  const pod = { service_account_name: 'rich', container: [{ image }] };
  return { web: { metadata: { namespace: 'shop', name: 'web' }, spec: { template: { spec: pod } } } };
}

/** A stack that the role which reads the secret deploys. */
function deployedStack(name: string) {
  const { document } = made({}, name);
  const aws = {
    allowed_account_ids: [ACCOUNT],
    region: 'eu-central-1',
    assume_role: [{ role_arn: RICH }],
  } as object;
  const backend = { s3: { bucket: 'states', key: `${name}.tfstate` } };
  const data = { aws_ssm_parameter: { contract: { name: '/shop/contract' } } };
  return { name, document: { ...document, provider: { aws: [aws] }, terraform: { backend }, data } };
}

describe.each(Object.entries(STEPS))('%s', (_, { leads, stops }) => {
  test('and so reaches the secret', async () => {
    expect(await reach(between(leads))).toMatchObject({ readsSecret: true });
  });

  test.each(Object.entries(stops))('stopped by %s', async (_, change) => {
    expect(await reach(between({ ...leads, ...change }))).toMatchObject({ readsSecret: false });
  });
});

describe('what is done to a thing', () => {
  const rightsOf = async (start: readonly object[], more = {}) =>
    (await reach(between({ start, more }))).rights;
  const withKey = {
    aws_secretsmanager_secret: { gold: { name: 'gold', kms_key_id: '${aws_kms_key.k.arn}' } },
  };
  const key = (statements: readonly object[]) => ({
    ...withKey,
    aws_kms_key: { k: { policy: document(statements) } },
  });
  const BY_IAM = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
  const VIA = { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } };
  const SECRETS = 'reads the values of secrets';

  test('a secret is read with its key alone', async () => {
    const decrypts = { Action: 'kms:Decrypt', Resource: '*', Condition: VIA };
    expect(await rightsOf([READS], key([BY_IAM]))).not.toHaveProperty(SECRETS);
    expect(await rightsOf([READS, decrypts], key([BY_IAM]))).toHaveProperty(SECRETS);
    // The key's policy names nobody.
    expect(await rightsOf([READS, decrypts], key([]))).not.toHaveProperty(SECRETS);
  });

  test('a condition on what is encrypted is held against the secret', async () => {
    const of = (secret: string) => ({
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringLike: { 'kms:EncryptionContext:SecretARN': secret } },
    });
    expect(await rightsOf([READS, of(SECRET)], key([BY_IAM]))).toHaveProperty(SECRETS);
    expect(await rightsOf([READS, of('*:secret:silver-*')], key([BY_IAM]))).not.toHaveProperty(SECRETS);
  });

  test.each(['kms:CreateGrant', 'kms:PutKeyPolicy'])('whoever may %s decrypts', async (Action) => {
    const all = 'decrypts with keys, whatever they encrypt';
    expect(await rightsOf([{ Action, Resource: '*' }], key([BY_IAM]))).toHaveProperty([all]);
    const grants = [{ Action: 'kms:CreateGrant', Resource: '*', Condition: VIA }];
    expect(await rightsOf(grants, key([BY_IAM]))).not.toHaveProperty([all]);
  });

  test('whoever writes the policy of a bucket reads what is in it', async () => {
    const bucket = { aws_s3_bucket: { b: { bucket: 'b' } } };
    const objects = 'reads objects of buckets';
    expect(await rightsOf([{ Action: 's3:PutBucketPolicy', Resource: '*' }], bucket)).toHaveProperty([
      objects,
    ]);
    expect(await rightsOf([{ Action: 's3:GetBucketPolicy', Resource: '*' }], bucket)).not.toHaveProperty([
      objects,
    ]);
  });

  test('whoever may tag a thing has the rights that hang on its tags', async () => {
    const tagged = {
      ...key([BY_IAM]),
      aws_kms_key: { k: { policy: document([BY_IAM]), tags: { of: 'a' } } },
    };
    const destroys = {
      Action: 'kms:ScheduleKeyDeletion',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/of': 'b' } },
    };
    const tags = { Action: 'kms:TagResource', Resource: '*' };
    const onlyNew = { ...tags, Condition: { Null: { 'aws:ResourceTag/of': 'true' } } };
    expect(await rightsOf([destroys], tagged)).not.toHaveProperty(['destroys keys']);
    expect(await rightsOf([destroys, tags], tagged)).toHaveProperty(['destroys keys']);
    expect(await rightsOf([destroys, onlyNew], tagged)).not.toHaveProperty(['destroys keys']);
  });
});

test('what an admission policy alone refuses is told apart', async () => {
  const policy = {
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'of-the-team' },
    spec: { matchConditions: [{ expression: "'team' in request.userInfo.groups" }] },
  };
  const more = cluster([rule('batch', 'jobs', 'create')], RESTRICTED, {
    kubernetes_manifest: { policy: { manifest: policy } },
  });
  expect(await reach(between({ start: [], trust: BY_PODS, more }))).toMatchObject({
    actors: [],
    held: ['pods of `shop/rich` in c'],
    readsSecret: false,
  });
});

test.each([
  ['arn:aws:iam::aws:policy/NewPolicy', 'cli/rights/world/managed-policies.json'],
  ['arn:aws:eks::aws:cluster-access-policy/New', 'cli/rights/world/access-policies.ts'],
])('%s is refused, as nobody knows what it allows', async (arn, file) => {
  const more = {
    ...cluster([rule('', 'pods', 'get')]),
    ...(arn.includes('iam')
      ? { aws_iam_role_policy_attachment: { new: { role: 'start', policy_arn: arn } } }
      : {
          aws_eks_access_policy_association: {
            new: { cluster_name: 'c', principal_arn: iam('role/start'), policy_arn: arn, access_scope: {} },
          },
        }),
  };
  await expect(reach(between({ start: [], more }))).rejects.toThrow(file);
});

test('a role with a policy of AWS that reads everything reads what no denial keeps from it', async () => {
  const aws_iam_role_policy_attachment = {
    all: { role: 'start', policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  };
  const more = { aws_iam_role_policy_attachment };
  expect(await reach(between({ start: [], more }))).toMatchObject({ readsSecret: true });
  const denied = [{ Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' }];
  expect(await reach(between({ start: denied, more }))).toMatchObject({ readsSecret: false });
});
