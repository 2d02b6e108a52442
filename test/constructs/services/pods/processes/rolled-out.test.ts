import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { OUTLIVES_ITS_USERS } from '../../../../../constructs/core/outlive';
import { RolledOut } from '../../../../../constructs/services/pods/processes/rolled-out';
import { environments, synthesizer } from '../../../../fixture/fixture';
import { withSecrets } from '../../../../fixture/with-secrets';
import type { Json } from '../../../../helpers';
import { GRANT, inCluster, stand } from '../../../workload';

/** @param endSeconds of each process. */
function rolledOut(...endSeconds: readonly number[]) {
  const { resource } = inCluster((stack) => {
    const processes = endSeconds.map((seconds, index) => {
      const name = `web-${index}`;
      const deployment = new DeploymentV1(stack, name, {
        metadata: { name },
        spec: { template: { metadata: {}, spec: {} } },
      });
      return { deployment, endSeconds: seconds, live: { objects: `data.live.${name}` } };
    });
    const [job, other, way, file] = ['job', 'other', 'way', 'file'].map((id) => stand(stack, id));
    const policy = new NetworkPolicyV1(stack, 'policy', {
      metadata: {},
      spec: { podSelector: {}, policyTypes: [] },
      lifecycle: OUTLIVES_ITS_USERS,
    });
    for (const lasting of [way!, file!]) lasting.lifecycle = OUTLIVES_ITS_USERS;
    const uses = [other!, way!, policy, file!, way!];
    new RolledOut(stack, 'rolled-out', { processes, jobs: [job!], uses, mounts: GRANT.mounts });
  });
  const { 'rolled-out': noted, 'rolled-out_ended': ended } = resource.terraform_data as Record<string, Json>;
  return { noted, ended, command: ended?.provisioner[0]['local-exec'].command };
}

test('what pods use that they may lose is noted after they were replaced, and after those of before have ended', () => {
  expect(rolledOut(50).noted).toMatchObject({
    depends_on: [
      'terraform_data.rolled-out_ended',
      'kubernetes_deployment_v1.web-0',
      'kubernetes_config_map_v1.job',
    ],
    input: [
      'kubernetes_config_map_v1.file',
      'kubernetes_config_map_v1.way',
      'kubernetes_network_policy_v1.policy',
      'shop-orders-2',
    ],
  });
});

test('a deploy waits for pods of before where there are any, and what a request may need changes', () => {
  const { ended, command } = rolledOut(50, 20);
  expect(command).toBe(
    'sleep ${anytrue([length(data.live.web-0) > 0, length(data.live.web-1) > 0]) ? 50 : 0}',
  );
  expect(ended).toMatchObject({
    depends_on: ['kubernetes_deployment_v1.web-0', 'kubernetes_deployment_v1.web-1'],
    triggers_replace: ['kubernetes_network_policy_v1.policy'],
  });
});

test('it does not wait for pods that serve nobody, and for none longer than five minutes', () => {
  expect(rolledOut(0).ended).toBeUndefined();
  expect(rolledOut(3620).command).toMatch(/ \? 300 : 0\}$/);
});

describe('what the pods of a service use', () => {
  const [environment] = environments as [(typeof environments)[number]];
  const { resource } = withSecrets.services(environment);
  const used: string[] = resource.terraform_data['storefront_rolled-out'].input;

  test('is there until another version has rolled out: ways, rights, secrets, and who lets it in', () => {
    for (const address of [
      'kubernetes_network_policy_v1.storefront_paths_catalog',
      'kubernetes_network_policy_v1.catalog_ingress-api_from-storefront',
      'kubernetes_network_policy_v1.storefront_ingress-web_balancer',
      'kubernetes_network_policy_v1.storefront_paths_own--flags',
      'kubernetes_network_policy_v1.group-shop_flags_agent_ingress-agent_from-storefront',
      'aws_iam_role_policy.storefront_account_rights_assets',
      'aws_vpc_security_group_ingress_rule.shared_path_sessions',
      'kubernetes_manifest.storefront_bind-orders_secret_mount-1',
    ])
      expect(used).toContain(address);
    // Another version of it has the same address.
    expect(used).toContain(
      'storefront--stripe-key--${substr(local.storefront_secret-stripe-key_version, 0, 8)}',
    );
  });

  test('does not go with the version: a new version alone changes nothing of it', () => {
    const services = { ...environment.parameters.services };
    services.storefront = { ...services.storefront!, version: '9.9.9' };
    const next = { ...environment, parameters: { ...environment.parameters, services } };
    expect(synthesizer.services(next).resource.terraform_data['storefront_rolled-out'].input).toEqual(
      synthesizer.services(environment).resource.terraform_data['storefront_rolled-out'].input,
    );
  });

  test('has no more of Terraform than that what uses it can be changed before it is removed', () => {
    const removable = (type: string, of: RegExp): Json[] =>
      Object.entries<Json>(resource[type])
        .filter(([id]) => of.test(id))
        .map(([, each]) => each);
    const all = [
      ...removable('kubernetes_network_policy_v1', /_paths_|_ingress-/),
      ...removable('aws_iam_role_policy', /_account_rights_/),
      ...removable('aws_eks_pod_identity_association', /^storefront_account/),
      ...removable('aws_vpc_security_group_ingress_rule', /^shared_path/),
      ...removable('aws_elasticache_user', /./),
      ...removable('aws_elasticache_user_group_association', /./),
    ];
    expect(all.length).toBeGreaterThan(15);
    for (const { lifecycle } of all) expect(lifecycle.create_before_destroy).toBe(true);
  });
});
