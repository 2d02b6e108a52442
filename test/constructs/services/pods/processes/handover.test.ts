import { HANDOVER_SECONDS } from '../../../../../constructs/services/pods/pod';
import { Handover } from '../../../../../constructs/services/pods/processes/handover';
import { ProcessDeployment } from '../../../../../constructs/services/pods/processes/process-deployment';
import type { Json } from '../../../../helpers';
import { inCluster, SIZE, stand, VERSION } from '../../../workload';

const deploy = (kubernetes: string, isGuest = false): Json => {
  const { size: _, ...version } = VERSION;
  return inCluster((stack) => {
    new Handover(stack, { kubernetes, isGuest });
    new ProcessDeployment(stack, 'web', {
      ...version,
      name: 'web',
      track: 'stable',
      declaration: { port: 8080, ready: '/ready', live: '/live' },
      parameters: { ...SIZE, replicas: 2 },
      after: [stand(stack, 'before')],
    });
  }).resource;
};
const deployment = (resource: Json) => Object.values<Json>(resource.kubernetes_deployment_v1)[0]!;
const lifecycle = (resource: Json) =>
  deployment(resource).spec.template.spec.container[0].lifecycle as Json | undefined;

test('a policy of the cluster lets every process serve on, and pods wait until it counts', () => {
  const resource = deploy('1.36');
  const { policy, binding } = Object.fromEntries(
    Object.entries<Json>(resource.kubernetes_manifest).map(([id, { manifest }]) => [
      id.replace('handover_', ''),
      manifest,
    ]),
  );
  expect(policy.spec.mutations[0].applyConfiguration.expression).toContain(`seconds: ${HANDOVER_SECONDS}`);
  expect(binding.spec.policyName).toBe(policy.metadata.name);
  expect(lifecycle(resource)).toBeUndefined();
  const [[wait, { depends_on }]] = Object.entries<Json>(resource.terraform_data) as [[string, Json]];
  expect(depends_on).toEqual(['kubernetes_manifest.handover_binding']);
  expect(deployment(resource).depends_on).toContain(`terraform_data.${wait}`);
});

test('the policy is for the pods that processes have', () => {
  const resource = deploy('1.36');
  const { matchLabels, matchExpressions } = resource.kubernetes_manifest.handover_policy.manifest.spec
    .matchConstraints.objectSelector as Json;
  const { labels } = deployment(resource).spec.template.metadata;
  expect(labels).toMatchObject(matchLabels);
  for (const { key, operator } of matchExpressions)
    expect([operator, Object.keys(labels).includes(key)]).toEqual(['Exists', true]);
});

test('a preview counts on the policy of its host, and makes none', () => {
  const resource = deploy('1.36', true);
  expect(resource.kubernetes_manifest).toBeUndefined();
  expect(lifecycle(resource)).toBeUndefined();
});

test('a cluster that knows no such policies runs a program of the image', () => {
  const resource = deploy('1.35');
  expect(resource.kubernetes_manifest).toBeUndefined();
  expect(lifecycle(resource)!.pre_stop[0].exec.command[0]).toBe('sleep');
});
