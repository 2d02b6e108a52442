import { deleted, entry, ids } from '../made';
import { changed, made, manifest, metadata } from './shapes';

// What operators make of their objects, and what reaches pods by the program before them.

const of = (group: string, kind: string, before: object, after: object) =>
  changed(
    'kubernetes_manifest',
    manifest(group, kind, { spec: before }),
    manifest(group, kind, { spec: after }),
  );
const noted = (before: object, after: object) =>
  changed(
    'kubernetes_manifest',
    manifest('s3.services.k8s.aws/v1alpha1', 'Bucket', {}, { annotations: before }),
    manifest('s3.services.k8s.aws/v1alpha1', 'Bucket', {}, { annotations: after }),
  );
const service = (annotations: object, spec: object = {}) => ({
  metadata: metadata({
    annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal', ...annotations },
  }),
  spec: [{ type: 'LoadBalancer', port: [{ port: 80 }], ...spec }],
});
const names = (text?: string) => service(text ? { 'external-dns.alpha.kubernetes.io/hostname': text } : {});
const ingress = (annotations: object) => ({ metadata: metadata({ annotations }), spec: [{}] });
const core = (servers: string) => ({
  metadata: [{ name: 'coredns', namespace: 'kube-system' }],
  data: { Corefile: `.:53 {\n  forward . ${servers}\n}\n` },
});
const alerts = (...all: readonly [string, string][]) => ({
  groups: [{ name: 'g', rules: all.map(([alert, expr]) => ({ alert, expr })) }],
});
const PROM = ['monitoring.coreos.com/v1', 'PrometheusRule'] as const;
const policy = (egress: object[]) => ({
  metadata: metadata(),
  spec: [{ pod_selector: [{}], policy_types: ['Egress'], egress }],
});
const step = (context: object) => ({ steps: [{ name: 'a', image: 'x', securityContext: context }] });
const hook = (name: string, more: object = {}) => ({
  metadata: metadata(),
  webhook: [{ name: 'w', client_config: [{ service: [{ name, namespace: 'n' }] }], ...more }],
});
const priority = (value: number) => ({ metadata: metadata(), value });

test.each([
  [
    ['retention-shortened'],
    'no backups',
    of('postgresql.cnpg.io/v1', 'Cluster', { backup: { retentionPolicy: '30d' } }, {}),
  ],
  [
    ['retention-shortened'],
    'fewer snapshots',
    of('longhorn.io/v1beta2', 'RecurringJob', { retain: 14 }, { retain: 1 }),
  ],
  [
    ['retention-shortened'],
    'a topic for an hour',
    of(
      'kafka.strimzi.io/v1beta2',
      'KafkaTopic',
      { config: { 'retention.ms': 604_800_000 } },
      { config: { 'retention.ms': 3_600_000 } },
    ),
  ],
  [
    ['retention-shortened'],
    'backups of less',
    of(
      'velero.io/v1',
      'Schedule',
      { template: { includedNamespaces: ['a', 'b'] } },
      { template: { includedNamespaces: ['a'] } },
    ),
  ],
  [
    ['protection-removed'],
    'volumes go',
    of(
      'kafka.strimzi.io/v1beta2',
      'Kafka',
      { kafka: { storage: { deleteClaim: false } } },
      { kafka: { storage: { deleteClaim: true } } },
    ),
  ],
  [
    ['protection-removed'],
    'a bucket goes with its object',
    noted({ 'services.k8s.aws/deletion-policy': 'retain' }, {}),
  ],
  [
    ['capacity-emptied'],
    'one server in place of three',
    of('postgresql.cnpg.io/v1', 'Cluster', { instances: 3 }, { instances: 1 }),
  ],
  [
    ['capacity-emptied'],
    'brokers',
    of('kafka.strimzi.io/v1beta2', 'Kafka', { kafka: { replicas: 3 } }, { kafka: { replicas: 1 } }),
  ],
  [
    ['schedule-suspended'],
    'no backups by themselves',
    of('velero.io/v1', 'Schedule', { paused: false }, { paused: true }),
  ],
  [
    ['capacity-emptied'],
    'pods that wait for others',
    entry('kubernetes_priority_class_v1.it', priority(1000), priority(-10), {
      actions: ['delete', 'create'],
    }),
  ],
  [['pod-privileged'], 'a step of a task', of('tekton.dev/v1', 'Task', step({}), step({ privileged: true }))],
  [['alarms-off'], 'an alert less', of(...PROM, alerts(['a', 'x'], ['b', 'y']), alerts(['b', 'y']))],
  [
    ['alarms-off'],
    'an alert of something else',
    of(...PROM, alerts(['a', 'x > 1']), alerts(['a', 'x > 100'])),
  ],
  [
    ['entrance-closed'],
    'a name in DNS',
    changed('kubernetes_service_v1', names('a.example,b.example'), names('a.example')),
  ],
  [
    ['entrance-closed'],
    'another load balancer',
    changed(
      'kubernetes_ingress_v1',
      ingress({ 'alb.ingress.kubernetes.io/group.name': 'a' }),
      ingress({ 'alb.ingress.kubernetes.io/group.name': 'b' }),
    ),
  ],
  [
    ['public-access'],
    'a configuration of its own',
    changed(
      'kubernetes_ingress_v1',
      ingress({}),
      ingress({ 'nginx.ingress.kubernetes.io/configuration-snippet': 'x' }),
    ),
  ],
  [
    ['network-opened'],
    'names are asked of another',
    changed('kubernetes_config_map_v1_data', core('/etc/resolv.conf'), core('198.51.100.1')),
  ],
  [
    ['workload-stopped'],
    'names of pods',
    deleted('kubernetes_config_map_v1.it', {
      metadata: metadata({ name: 'coredns', namespace: 'kube-system' }),
      data: {},
    }),
  ],
  [
    ['network-opened'],
    'requests are copied',
    of(
      'networking.istio.io/v1',
      'VirtualService',
      { http: [{ route: [] }] },
      { http: [{ route: [], mirror: { host: 'evil.example' } }] },
    ),
  ],
  [
    ['network-policy-weakened'],
    'the credentials of the node',
    changed(
      'kubernetes_network_policy_v1',
      policy([]),
      policy([{ to: [{ ip_block: [{ cidr: '169.254.169.254/32' }] }] }]),
    ),
  ],
  [
    ['pod-security-weakened'],
    'another answers a webhook',
    changed('kubernetes_mutating_webhook_configuration_v1', hook('a'), hook('b')),
  ],
  [
    ['pod-security-weakened'],
    'a webhook of exact versions',
    changed(
      'kubernetes_validating_webhook_configuration_v1',
      hook('a', { match_policy: 'Equivalent' }),
      hook('a', { match_policy: 'Exact' }),
    ),
  ],
] as const)('%j: %s', (rules, _, change) => expect(ids(change)).toEqual(rules));

test.each([
  ['more servers', of('postgresql.cnpg.io/v1', 'Cluster', { instances: 3 }, { instances: 5 })],
  ['another image', of('postgresql.cnpg.io/v1', 'Cluster', { imageName: 'p:1' }, { imageName: 'p:2' })],
  ['more partitions', of('kafka.strimzi.io/v1beta2', 'KafkaTopic', { partitions: 3 }, { partitions: 6 })],
  ['another time', of('velero.io/v1', 'Schedule', { schedule: '0 1 * * *' }, { schedule: '0 2 * * *' })],
  ['an alert more', of(...PROM, alerts(['a', 'x']), alerts(['a', 'x'], ['b', 'y']))],
  ['a name more', changed('kubernetes_service_v1', names('a.example'), names('a.example,b.example'))],
  [
    'a new rule of a firewall refuses',
    of(
      'projectcalico.org/v3',
      'GlobalNetworkPolicy',
      { ingress: [{ action: 'Allow' }] },
      { ingress: [{ action: 'Deny' }] },
    ),
  ],
  [
    'a webhook asks the same',
    changed('kubernetes_validating_webhook_configuration_v1', hook('a'), hook('a', { timeout_seconds: 5 })),
  ],
  [
    'a step with another image',
    of('tekton.dev/v1', 'Task', step({}), { steps: [{ name: 'a', image: 'y', securityContext: {} }] }),
  ],
  [
    'credentials of pods',
    made(
      'kubernetes_network_policy_v1',
      policy([{ to: [{ ip_block: [{ cidr: '169.254.170.23/32' }] }], ports: [{ port: '80' }] }]),
    ),
  ],
] as const)('nothing is found: %s', (_, change) => expect(ids(change)).toEqual([]));
