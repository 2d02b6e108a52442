import { readScaler } from '../../../../constructs/services/scaling/scaler-script';
import { synthesizer } from '../../../fixture/fixture';
import type { Json } from '../../../helpers';
import { environment, valid } from '../../../parameters/files';

// The worker of the shop consumes the queue `mails`.

function build(worker: object) {
  const dev = valid();
  const services = { ...dev.services, storefront: { ...dev.services.storefront, processes: { worker } } };
  const { resource } = synthesizer.services(environment('dev', { ...dev, services })) as { resource: Json };
  const of = (type: string) => Object.values<Json>(resource[type] ?? {});
  const named = (type: string, name: string) => of(type).filter(({ metadata }) => metadata.name === name);
  return {
    of,
    worker: named('kubernetes_deployment_v1', 'storefront-worker')[0]!,
    scaler: named('kubernetes_deployment_v1', 'platform--queues-scaler')[0],
    role: named('kubernetes_role_v1', 'platform--queues')[0],
  };
}

const SCALED = { replicas: 0, maxReplicas: 5 };

test('a process whose number of pods follows a queue has no autoscaler, and Terraform keeps off its number', () => {
  const { worker, of } = build(SCALED);
  expect(worker.spec.replicas).toBeUndefined();
  const scaled = of('kubernetes_horizontal_pod_autoscaler_v2').map(({ metadata }) => metadata.name);
  expect(scaled).not.toContain('storefront-worker');
});

test('the scaler is told the queue, the messages for each pod, the fewest pods and the most', () => {
  const [container] = build(SCALED).scaler!.spec.template.spec.container;
  const { TARGETS } = Object.fromEntries(container.env.map(({ name, value }: Json) => [name, value]));
  expect(TARGETS).toBe('storefront-worker ${local.contract_content.queues.mails.url} 10 0 5');
  expect(container.command).toEqual(['/bin/sh', '-uc', readScaler()]);
});

test('it may look at that queue, and change the number of pods of that Deployment, and nothing else', () => {
  const { role, of } = build(SCALED);
  expect(role!.rule).toEqual([
    {
      api_groups: ['apps'],
      resources: ['deployments/scale'],
      resource_names: ['storefront-worker'],
      verbs: ['get', 'patch'],
    },
  ]);
  const policies = of('aws_iam_role_policy').map(({ policy }) => JSON.parse(policy).Statement);
  expect(policies).toContainEqual([
    {
      Effect: 'Allow',
      Sid: 'LookAtQueues',
      Action: 'sqs:GetQueueAttributes',
      Resource: ['${local.contract_content.queues.mails.arn}'],
    },
  ]);
});

test('it alone has a token for the Kubernetes API', () => {
  const tokens = build(SCALED)
    .of('kubernetes_deployment_v1')
    .filter(({ spec }) => spec.template.spec.automount_service_account_token);
  expect(tokens.map(({ metadata }) => metadata.name)).toEqual(['platform--queues-scaler']);
});

test('where no number follows a queue there is none', () => {
  const { worker, scaler } = build({ replicas: 3 });
  expect(worker.spec.replicas).toBe('3');
  expect(scaler).toBeUndefined();
});
