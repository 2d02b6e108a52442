import type { ResourceChange } from '../../../plan/change';
import { secondsOf } from '../../../plan/kubernetes/settings/duration';
import { found, ids } from '../made';
import { changed, made, manifest, metadata } from './shapes';

// What a table says of the fields of objects, typed and as a manifest, and of what operators call as AWS does.

const note = (annotations: object, spec: object = {}) => ({
  metadata: metadata({ annotations }),
  spec: [spec],
});
const ingress = (before: object, after: object, type = 'kubernetes_ingress_v1') =>
  changed(type, note(before), note(after));
const ALB = (name: string, value: string) => ({ [`alb.ingress.kubernetes.io/${name}`]: value });
const NGINX = (name: string, value: string) => ({ [`nginx.ingress.kubernetes.io/${name}`]: value });
const NLB = (name: string, value: string) => ({
  [`service.beta.kubernetes.io/aws-load-balancer-${name}`]: value,
});
const volume = (policy: string) => ({
  metadata: metadata(),
  spec: [{ persistent_volume_reclaim_policy: policy }],
});
const storage = (more: object) => ({
  metadata: metadata(),
  reclaim_policy: 'Retain',
  parameters: { encrypted: 'true' },
  ...more,
});
const stateful = (when: string) => ({
  metadata: metadata(),
  spec: [{ persistent_volume_claim_retention_policy: [{ when_deleted: when, when_scaled: 'Retain' }] }],
});
const kept = (group: string, kind: string, before: object, after: object) =>
  changed(
    'kubernetes_manifest',
    manifest(group, kind, { spec: before }),
    manifest(group, kind, { spec: after }),
  );
const gateway = (...listeners: object[]) =>
  manifest('gateway.networking.k8s.io/v1', 'Gateway', { spec: { listeners } });
const https = {
  name: 'https',
  port: 443,
  protocol: 'HTTPS',
  allowedRoutes: { namespaces: { from: 'Same' } },
};
const hosts = (tls: readonly string[], ...answered: string[]) =>
  note({}, { tls: [{ hosts: tls, secret_name: 'tls' }], rule: answered.map((host) => ({ host })) });
const grant = (...namespaces: string[]) =>
  manifest('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', {
    spec: {
      from: namespaces.map((namespace) => ({ kind: 'HTTPRoute', namespace })),
      to: [{ kind: 'Secret' }],
    },
  });

const caught: readonly (readonly [rule: string, name: string, change: ResourceChange])[] = [
  [
    'protection-removed',
    'a volume is deleted with its claim',
    changed('kubernetes_persistent_volume', volume('Retain'), volume('Delete')),
  ],
  [
    'protection-removed',
    'new volumes are',
    changed('kubernetes_storage_class_v1', storage({}), storage({ reclaim_policy: 'Delete' })),
  ],
  [
    'protection-removed',
    'claims go with their pods',
    changed('kubernetes_stateful_set_v1', stateful('Retain'), stateful('Delete')),
  ],
  [
    'protection-removed',
    'an operator keeps nothing',
    kept('s3.aws.upbound.io/v1beta1', 'Bucket', { deletionPolicy: 'Orphan' }, { deletionPolicy: 'Delete' }),
  ],
  [
    'protection-removed',
    'a database of an operator can be deleted',
    kept(
      'rds.services.k8s.aws/v1alpha1',
      'DBInstance',
      { deletionProtection: true },
      { deletionProtection: false },
    ),
  ],
  [
    'encryption-weakened',
    'volumes are not encrypted',
    changed('kubernetes_storage_class', storage({}), storage({ parameters: { encrypted: 'false' } })),
  ],
  [
    'encryption-weakened',
    'nor those of a new class',
    made('kubernetes_storage_class_v1', storage({ parameters: { encrypted: 'false' } })),
  ],
  [
    'encryption-weakened',
    'disks of nodes neither',
    kept(
      'karpenter.k8s.aws/v1',
      'EC2NodeClass',
      { blockDeviceMappings: [{ ebs: { encrypted: true } }] },
      { blockDeviceMappings: [{ ebs: { encrypted: false } }] },
    ),
  ],
  [
    'encryption-weakened',
    'older TLS',
    ingress(
      ALB('ssl-policy', 'ELBSecurityPolicy-TLS13-1-2-2021-06'),
      ALB('ssl-policy', 'ELBSecurityPolicy-TLS-1-0-2015-04'),
    ),
  ],
  [
    'encryption-weakened',
    'a listener without TLS',
    ingress(ALB('listen-ports', '[{"HTTPS":443}]'), ALB('listen-ports', '[{"HTTP":80},{"HTTPS":443}]')),
  ],
  ['encryption-weakened', 'no redirect to HTTPS', ingress(NGINX('force-ssl-redirect', 'true'), {})],
  [
    'encryption-weakened',
    'a load balancer without its certificate',
    changed('kubernetes_service', note(NLB('ssl-cert', 'arn:x')), note({})),
  ],
  [
    'encryption-weakened',
    'a gateway without TLS',
    changed('kubernetes_manifest', gateway(https), gateway({ ...https, protocol: 'HTTP' })),
  ],
  [
    'encryption-weakened',
    'a host without TLS',
    changed('kubernetes_ingress_v1', hosts(['a.example'], 'a.example'), hosts([], 'a.example')),
  ],
  [
    'encryption-weakened',
    'a part of the API that anybody may answer for',
    changed(
      'kubernetes_api_service_v1',
      { metadata: metadata(), spec: [{ insecure_skip_tls_verify: false }] },
      { metadata: metadata(), spec: [{ insecure_skip_tls_verify: true }] },
    ),
  ],
  [
    'public-access',
    'nobody has to sign in',
    ingress(ALB('auth-type', 'oidc'), ALB('auth-type', 'none'), 'kubernetes_ingress'),
  ],
  ['public-access', 'more addresses', ingress(NGINX('whitelist-source-range', '10.0.0.0/8'), {})],
  [
    'public-access',
    'routes of all namespaces',
    changed(
      'kubernetes_manifest',
      gateway(https),
      gateway({ ...https, allowedRoutes: { namespaces: { from: 'All' } } }),
    ),
  ],
  ['public-access', 'another namespace reads secrets', made('kubernetes_manifest', grant('other'))],
  [
    'public-access',
    'pods read the credentials of nodes',
    kept(
      'karpenter.k8s.aws/v1',
      'EC2NodeClass',
      { metadataOptions: { httpPutResponseHopLimit: 1 } },
      { metadataOptions: { httpPutResponseHopLimit: 2 } },
    ),
  ],
  ['firewall-weakened', 'no firewall', ingress(ALB('wafv2-acl-arn', 'arn:x'), {})],
  [
    'audit-off',
    'no log of requests',
    ingress(
      ALB('load-balancer-attributes', 'access_logs.s3.enabled=true'),
      ALB('load-balancer-attributes', 'access_logs.s3.enabled=false'),
    ),
  ],
  [
    'retention-shortened',
    'backups for a day',
    kept('velero.io/v1', 'Schedule', { template: { ttl: '720h' } }, { template: { ttl: '24h' } }),
  ],
  [
    'retention-shortened',
    'metrics for a day',
    kept('monitoring.coreos.com/v1', 'Prometheus', { retention: '30d' }, { retention: '1d' }),
  ],
];

const passed: readonly (readonly [name: string, change: ResourceChange])[] = [
  ['a volume is kept', changed('kubernetes_persistent_volume_v1', volume('Delete'), volume('Retain'))],
  [
    'a class that is new, and deletes as Kubernetes does',
    made('kubernetes_storage_class_v1', storage({ reclaim_policy: 'Delete' })),
  ],
  ['an encrypted class', made('kubernetes_storage_class_v1', storage({}))],
  [
    'volumes get encrypted',
    changed('kubernetes_storage_class', storage({ parameters: { encrypted: 'false' } }), storage({})),
  ],
  [
    'newer TLS',
    ingress(
      ALB('ssl-policy', 'ELBSecurityPolicy-TLS-1-2-2017-01'),
      ALB('ssl-policy', 'ELBSecurityPolicy-TLS13-1-3-2021-06'),
    ),
  ],
  [
    'HTTPS at another port',
    ingress(ALB('listen-ports', '[{"HTTPS":443}]'), ALB('listen-ports', '[{"HTTPS":443},{"HTTPS":8443}]')),
  ],
  [
    'a host that goes, and its TLS with it',
    changed(
      'kubernetes_ingress_v1',
      hosts(['a.example', 'b.example'], 'a.example'),
      hosts(['a.example'], 'a.example'),
    ),
  ],
  [
    'a listener more, with TLS',
    changed('kubernetes_manifest', gateway(https), gateway(https, { ...https, name: 'two', port: 8443 })),
  ],
  [
    'fewer addresses',
    ingress(
      NGINX('whitelist-source-range', '10.0.0.0/8,10.9.0.0/16'),
      NGINX('whitelist-source-range', '10.0.0.0/8'),
    ),
  ],
  ['a namespace less', changed('kubernetes_manifest', grant('a', 'b'), grant('a'))],
  [
    'backups for longer',
    kept('velero.io/v1', 'Schedule', { template: { ttl: '24h' } }, { template: { ttl: '720h' } }),
  ],
  [
    'the same time in other words',
    kept('monitoring.coreos.com/v1', 'Prometheus', { retention: '7d' }, { retention: '168h' }),
  ],
  [
    'a workflow that is cleared away sooner',
    kept('argoproj.io/v1alpha1', 'Workflow', { ttl: '2h' }, { ttl: '1h' }),
  ],
];

test.each(caught)('%s: %s', (rule, _, change) => expect(ids(change)).toEqual([rule]));
test.each(passed)('nothing is found: %s', (_, change) => expect(ids(change)).toEqual([]));

test('a finding says what it was and what it is', () => {
  expect(found(changed('kubernetes_persistent_volume_v1', volume('Retain'), volume('Delete')))).toEqual([
    'protection-removed: kubernetes_persistent_volume_v1.it loses its data when nobody claims it any more: reclaim policy Retain → Delete',
  ]);
});

test('durations are seconds', () => {
  expect(['1h30m', '2d', '500ms', '1x', '', 'h'].map(secondsOf)).toEqual([
    5400,
    172_800,
    0.5,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a listener for requests that are led to HTTPS', () => {
  const more = changed(
    'kubernetes_manifest',
    gateway(https),
    gateway(https, { name: 'http', port: 80, protocol: 'HTTP' }),
  );
  const route = manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', {
    metadata: { name: 'redirect', namespace: 'shop' },
    spec: { parentRefs: [{ name: 'it' }], rules: [{ filters: [{ requestRedirect: { scheme: 'https' } }] }] },
  });
  expect(ids(more)).toEqual(['encryption-weakened']);
  expect(
    ids(more, { ...made('kubernetes_manifest', route), address: 'kubernetes_manifest.route', name: 'route' }),
  ).toEqual([]);
});
