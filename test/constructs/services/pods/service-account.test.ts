import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { Statement } from '../../../../constructs/core/policy';
import { SECONDS } from '../../../../constructs/services/pods/effective-identities';
import { ServiceAccount } from '../../../../constructs/services/pods/service-account';
import { Group } from '../../../../constructs/services/runtime/group';
import { all, only, type Synthesized, synth } from '../../../helpers';
import { testRuntime } from '../../test-runtime';

const READ: Statement = {
  Sid: 'ReadAssets',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::acme-test-assets/*',
};

/** The account, and a pod's stand-in that waits for it. */
function build(rights: Readonly<Record<string, readonly Statement[]>>, name = 'shop'): Synthesized {
  return synth((stack) => {
    const runtime = testRuntime(stack);
    const parameters = { cpuMillicores: 1000, memoryMiB: 1024, pods: 10 };
    const { namespace } = new Group(stack, 'group', { runtime, name: 'store', parameters });
    const account = new ServiceAccount(stack, 'account', {
      runtime,
      namespace,
      namespaceName: 'store',
      name,
      rights,
    });
    new ConfigMapV1(stack, 'pod', { metadata: {}, dependsOn: [...account.after] });
  });
}

const waitsFor = ({ resource }: Synthesized) => resource.kubernetes_config_map_v1!.pod.depends_on;

test('its pods are nobody in the cluster', () => {
  const account = only(build({ assets: [READ] }), 'kubernetes_service_account_v1');
  expect(account.automount_service_account_token).toBe(false);
  expect(account.metadata).toEqual({
    name: 'shop',
    namespace: '${kubernetes_namespace_v1.group.metadata[0].name}',
  });
});

test('its role can do what is bound, and nothing else', () => {
  const synthesized = build({ assets: [READ] });
  const { policy, role } = only(synthesized, 'aws_iam_role_policy');
  expect(JSON.parse(policy).Statement).toEqual([{ Effect: 'Allow', ...READ }]);
  expect(role).toBe('${aws_iam_role.account_role.name}');
  expect(all(synthesized, 'aws_iam_role_policy_attachment')).toEqual([]);
});

test('what it may do no longer goes after the pods that may still do it', () => {
  const synthesized = build({ assets: [READ], orders: [READ] });
  const policies = all(synthesized, 'aws_iam_role_policy');
  expect(policies.map(({ name }) => name)).toEqual(['assets', 'orders']);
  for (const each of [...policies, only(synthesized, 'aws_eks_pod_identity_association')])
    expect(each.lifecycle.create_before_destroy).toBe(true);
});

test('the policy of before, for all of them together, goes last as well', () => {
  expect(build({ assets: [READ], orders: [READ] }).moved).toEqual([
    { from: 'aws_iam_role_policy.account_rights', to: 'aws_iam_role_policy.account_rights_assets' },
  ]);
});

test('the role is for pods of this service account in this cluster', () => {
  const { assume_role_policy } = only(build({ assets: [READ] }), 'aws_iam_role');
  expect(JSON.parse(assume_role_policy).Statement).toEqual([
    {
      Sid: 'PodsOfOneServiceAccount',
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-central-1:123456789012:cluster/test',
          'aws:RequestTag/kubernetes-namespace': 'store',
          'aws:RequestTag/kubernetes-service-account': 'shop',
        },
      },
    },
  ]);
});

test('a pod that waits for it has its identity, and its rights, from the start', () => {
  const synthesized = build({ assets: [READ] });
  expect(only(synthesized, 'aws_eks_pod_identity_association')).toMatchObject({
    cluster_name: 'test',
    namespace: '${kubernetes_service_account_v1.account.metadata[0].namespace}',
    service_account: '${kubernetes_service_account_v1.account.metadata[0].name}',
    role_arn: '${aws_iam_role.account_role.arn}',
  });
  expect(waitsFor(synthesized).sort()).toEqual([
    'aws_iam_role_policy.account_rights_assets',
    'terraform_data.effective-identities',
  ]);
});

test('who binds nothing of AWS is nobody there', () => {
  const synthesized = build({ internet: [] });
  for (const type of ['aws_iam_role', 'aws_iam_role_policy', 'aws_eks_pod_identity_association']) {
    expect(all(synthesized, type)).toEqual([]);
  }
  expect(waitsFor(synthesized)).toEqual(['kubernetes_service_account_v1.account']);
});

test('the longest names still make a role', () => {
  const longest = 'a'.repeat(20);
  const { name } = only(build({ assets: [READ] }, `${longest}-${longest}`), 'aws_iam_role');
  expect(name).toMatch(/^test-service-store-a/);
  expect(name.length).toBeLessThanOrEqual(64);
});

test('a pod is made some seconds after its identity, as one that is made before never gets credentials', () => {
  const wait = only(build({ assets: [READ] }), 'terraform_data');
  expect(wait.triggers_replace).toEqual([
    '${aws_eks_pod_identity_association.account_identity.association_id}',
  ]);
  expect(wait.provisioner).toEqual([{ 'local-exec': { command: `sleep ${SECONDS}` } }]);
});
