import { ids, stays } from '../made';
import { changed, deployment, made, manifest, metadata } from './shapes';

// Who is who in a cluster, and what its pods may do as somebody.

const account = (more: object) => ({ metadata: metadata(), automount_service_account_token: false, ...more });
const role = (arn?: string) =>
  account({ metadata: metadata({ annotations: arn ? { 'eks.amazonaws.com/role-arn': arn } : {} }) });
const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
const token = (seconds: number) => ({ metadata: metadata(), spec: [{ expiration_seconds: seconds }] });
const request = (signer: string, approve = true) => ({
  metadata: metadata(),
  auto_approve: approve,
  spec: [{ signer_name: signer, usages: ['client auth'] }],
});
const rights = (verbs: readonly string[], resources: readonly string[], group = '') => ({
  metadata: metadata({ namespace: undefined }),
  rule: [
    { api_groups: [''], resources: ['pods'], verbs: ['get'] },
    { api_groups: [group], resources, verbs },
  ],
});
const roleBefore = rights(['get'], ['pods']);
const as = (name: string) => deployment({ service_account_name: name });
const host = (path: string) => ({
  metadata: metadata({ namespace: undefined }),
  spec: [{ persistent_volume_source: [{ host_path: [{ path }] }] }],
});
const namespace = (labels: object) => ({
  metadata: metadata({ labels, name: 'shop', namespace: undefined }),
});
const binding = manifest('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
  spec: { policyName: 'p', matchResources: { namespaceSelector: { matchLabels: { guard: 'on' } } } },
});

test.each([
  [
    'role-given',
    'pods run as another role',
    changed('kubernetes_service_account', role(arn('web')), role(arn('admin'))),
  ],
  [
    'pod-privileged',
    'pods of an account get its token',
    changed('kubernetes_service_account_v1', account({}), account({ automount_service_account_token: true })),
  ],
  [
    'pod-privileged',
    'the same of the default account',
    changed(
      'kubernetes_default_service_account_v1',
      account({}),
      account({ automount_service_account_token: true }),
    ),
  ],
  [
    'pod-privileged',
    'an account of which nobody knows the rights',
    changed('kubernetes_deployment_v1', as('web'), as('operator')),
  ],
  ['pod-privileged', 'a volume of files of the node', made('kubernetes_persistent_volume_v1', host('/'))],
  ['lasting-key', 'a token for a year', made('kubernetes_token_request_v1', token(31_536_000))],
  [
    'lasting-key',
    'a certificate of a client',
    made('kubernetes_certificate_signing_request_v1', request('kubernetes.io/kube-apiserver-client')),
  ],
  [
    'cluster-rights-widened',
    'namespaces may be deleted',
    changed('kubernetes_cluster_role_v1', roleBefore, rights(['delete'], ['namespaces'])),
  ],
  [
    'cluster-rights-widened',
    'kinds of objects may be deleted',
    changed(
      'kubernetes_cluster_role',
      roleBefore,
      rights(['*'], ['customresourcedefinitions'], 'apiextensions.k8s.io'),
    ),
  ],
  [
    'role-given',
    'administrators of the cluster',
    made('aws_eks_access_entry', {
      cluster_name: 'dev',
      kubernetes_groups: ['system:masters'],
      principal_arn: arn('ci'),
    }),
  ],
  [
    'pod-security-weakened',
    'an exception',
    made(
      'kubernetes_manifest',
      manifest('kyverno.io/v2', 'PolicyException', { spec: { exceptions: [{ policyName: 'p' }] } }),
    ),
  ],
  [
    'pod-security-weakened',
    'no proxy before pods',
    changed('kubernetes_namespace_v1', namespace({ 'istio-injection': 'enabled' }), namespace({})),
  ],
] as const)('%s: %s', (rule, _, change) => expect(ids(change)).toEqual([rule]));

test.each([
  ['the role of a new account', changed('kubernetes_service_account_v1', role(arn('web')), role(arn('web')))],
  ['a token for an hour', made('kubernetes_token_request_v1', token(3600))],
  [
    'a certificate of a server',
    made('kubernetes_certificate_signing_request_v1', request('kubernetes.io/kubelet-serving')),
  ],
  [
    'one that somebody has to sign',
    made('kubernetes_certificate_signing_request_v1', request('kubernetes.io/kube-apiserver-client', false)),
  ],
  [
    'an account that gives no token any more',
    changed('kubernetes_service_account_v1', account({ automount_service_account_token: true }), account({})),
  ],
  [
    'all of one thing by its name',
    made('kubernetes_role_v1', {
      metadata: metadata(),
      rule: [
        { api_groups: ['coordination.k8s.io'], resources: ['leases'], resource_names: ['web'], verbs: ['*'] },
      ],
    }),
  ],
  [
    'another label',
    changed(
      'kubernetes_namespace_v1',
      namespace({ 'istio-injection': 'enabled' }),
      namespace({ 'istio-injection': 'enabled', team: 'a' }),
    ),
  ],
] as const)('nothing is found: %s', (_, change) => expect(ids(change)).toEqual([]));

test('an account that the plan shows has the rights that it shows', () => {
  const own = stays('kubernetes_service_account_v1.own', { metadata: metadata({ name: 'operator' }) });
  expect(ids(own, changed('kubernetes_deployment_v1', as('web'), as('operator')))).toEqual([]);
});

test('a namespace that a policy no longer looks at', () => {
  const policy = stays('kubernetes_manifest.policy', binding);
  const to = (labels: object) =>
    changed('kubernetes_namespace_v1', namespace({ guard: 'on' }), namespace(labels));
  expect(ids(policy, to({ guard: 'off' }))).toEqual(['pod-security-weakened']);
  expect(ids(policy, to({ guard: 'on', team: 'a' }))).toEqual([]);
});

describe('annotations and labels of what other code makes', () => {
  const part = (kind: string, apiVersion: string, more: object) => ({
    api_version: apiVersion,
    kind,
    metadata: [{ name: 'it', namespace: 'shop' }],
    ...more,
  });
  const annotations = (kind: string, apiVersion: string, name: string) => (value: string) =>
    part(kind, apiVersion, { annotations: { [name]: value } });

  test('the role of an account', () => {
    const of = annotations('ServiceAccount', 'v1', 'eks.amazonaws.com/role-arn');
    expect(ids(changed('kubernetes_annotations', of(arn('web')), of(arn('admin'))))).toEqual(['role-given']);
    expect(ids(changed('kubernetes_annotations', of(arn('web')), of(arn('web'))))).toEqual([]);
  });
  test('where an Ingress is reached from', () => {
    const of = annotations('Ingress', 'networking.k8s.io/v1', 'alb.ingress.kubernetes.io/scheme');
    expect(ids(changed('kubernetes_annotations', of('internal'), of('internet-facing')))).toEqual([
      'public-access',
    ]);
  });
  test('whose rights a role adds to', () => {
    const of = (labels: object) => part('ClusterRole', 'rbac.authorization.k8s.io/v1', { labels });
    const label = { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' };
    expect(ids(made('kubernetes_labels', of(label)))).toEqual(['cluster-rights-widened']);
    expect(ids(made('kubernetes_labels', of({ team: 'a' })))).toEqual([]);
  });
});

test('what nobody can see before the apply may be the worst', () => {
  const policy = {
    metadata: metadata(),
    spec: [{ pod_selector: [{}], policy_types: ['Ingress'], ingress: [] }],
  };
  const hidden = changed('kubernetes_network_policy_v1', policy, { metadata: metadata() });
  const unknown = { ...hidden, change: { ...hidden.change, after_unknown: { spec: true } } };
  expect(ids(unknown)).toEqual(['network-policy-weakened']);
  const bound = (name: string) => ({
    metadata: metadata(),
    role_ref: [{ kind: 'ClusterRole', name: 'edit' }],
    subject: [{ kind: 'Group', name }],
  });
  const marks = { subject: [{ name: true }] };
  const sensitive = (before: string, after: string) => {
    const change = changed('kubernetes_cluster_role_binding_v1', bound(before), bound(after));
    return { ...change, change: { ...change.change, before_sensitive: marks, after_sensitive: marks } };
  };
  expect(ids(sensitive('a', 'b'))).toEqual(['cluster-rights-widened']);
  expect(
    ids({
      ...sensitive('a', 'a'),
      change: { ...sensitive('a', 'a').change, after: { ...bound('a'), wait: true } },
    }),
  ).toEqual([]);
});
