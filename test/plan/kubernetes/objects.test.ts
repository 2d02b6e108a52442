import type { ResourceChange } from '../../../plan/change';
import { entry, ids, stays } from '../made';

// The same dangers through manifests as through typed resources, and what no typed resource has.

const GROUPS: Readonly<Record<string, string>> = {
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Deployment: 'apps/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  ApplicationNetworkPolicy: 'networking.k8s.aws/v1alpha1',
  ValidatingAdmissionPolicyBinding: 'admissionregistration.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  ClusterPolicy: 'kyverno.io/v1',
};
const object = (kind: string, body: object, name = 'it') => ({
  manifest: {
    apiVersion: GROUPS[kind] ?? 'v1',
    kind,
    metadata: { name, namespace: 'shop' },
    ...body,
  },
});
const changed = (kind: string, before: object | null, after: object | null): ResourceChange =>
  entry('kubernetes_manifest.it', before && object(kind, before), after && object(kind, after));

const context = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const pod = (spec: object, container: object = { securityContext: context }) => ({
  spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1', ...container }], ...spec } } },
});
const policy = (spec: object) => ({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ...spec } });
const from = (...peers: object[]) =>
  policy({ ingress: [{ from: peers, ports: [{ port: 80, protocol: 'TCP' }] }] });
const toHosts = (...hosts: string[]) =>
  policy({
    policyTypes: ['Egress'],
    egress: [{ to: [{ domainNames: hosts }], ports: [{ port: 587, protocol: 'TCP' }] }],
  });
const role = (...rules: object[]) => ({ rules });
const rule = (resources: string[], verbs: string[], apiGroups = ['']) => ({ apiGroups, resources, verbs });
const binding = (name: string, ...subjects: object[]) => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  subjects,
});
const team = { kind: 'Group', name: 'team' };
const service = (spec: object, annotations: object = {}) => ({
  metadata: { name: 'it', namespace: 'shop', annotations },
  spec,
});
const SCHEME = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
const web = { matchLabels: { app: 'web', tier: 'front' } };

test.each<[rule: string, name: string, changes: ResourceChange[]]>([
  [
    'pod-privileged',
    'a privileged container',
    [changed('Deployment', pod({}), pod({}, { securityContext: { ...context, privileged: true } }))],
  ],
  ['pod-privileged', 'the processes of the node', [changed('Deployment', null, pod({ hostPID: true }))]],
  [
    'pod-privileged',
    'a file of the node',
    [changed('Deployment', pod({}), pod({ volumes: [{ hostPath: { path: '/' } }] }))],
  ],
  [
    'pod-privileged',
    'capabilities no longer dropped',
    [changed('Deployment', pod({}), pod({}, { securityContext: { ...context, capabilities: {} } }))],
  ],
  [
    'pod-privileged',
    'a seccomp profile lost',
    [changed('Deployment', pod({}), pod({}, { securityContext: { ...context, seccompProfile: undefined } }))],
  ],
  [
    'pod-privileged',
    'a container that is root where its pod is not',
    [
      changed(
        'Deployment',
        pod({ securityContext: { runAsUser: 1000 } }),
        pod({ securityContext: { runAsUser: 1000 } }, { securityContext: { ...context, runAsUser: 0 } }),
      ),
    ],
  ],
  [
    'network-policy-weakened',
    'one label less',
    [
      changed(
        'NetworkPolicy',
        from({ podSelector: web }),
        from({ podSelector: { matchLabels: { app: 'web' } } }),
      ),
    ],
  ],
  [
    'network-policy-weakened',
    'all namespaces',
    [changed('NetworkPolicy', from({ podSelector: web }), from({ namespaceSelector: {} }))],
  ],
  [
    'network-policy-weakened',
    'pods of a namespace that become all of it',
    [
      changed(
        'NetworkPolicy',
        from({ namespaceSelector: web, podSelector: web }),
        from({ namespaceSelector: web }),
      ),
    ],
  ],
  [
    'network-policy-weakened',
    'an exception less',
    [
      changed(
        'NetworkPolicy',
        from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.9.0.0/16'] } }),
        from({ ipBlock: { cidr: '10.0.0.0/8' } }),
      ),
    ],
  ],
  [
    'network-policy-weakened',
    'a policy of fewer pods',
    [changed('NetworkPolicy', policy({}), policy({ podSelector: web }))],
  ],
  [
    'network-policy-weakened',
    'another host outside',
    [changed('ApplicationNetworkPolicy', toHosts('smtp.a.example'), toHosts('smtp.b.example'))],
  ],
  [
    'network-policy-weakened',
    'a host outside, of pods that are there',
    [changed('ApplicationNetworkPolicy', null, toHosts('smtp.a.example'))],
  ],
  [
    'network-policy-weakened',
    'ports up to the last',
    [
      changed(
        'NetworkPolicy',
        from({ podSelector: web }),
        policy({
          ingress: [{ from: [{ podSelector: web }], ports: [{ port: 80, endPort: 65535, protocol: 'TCP' }] }],
        }),
      ),
    ],
  ],
  [
    'cluster-rights-widened',
    'commands in pods',
    [
      changed(
        'ClusterRole',
        role(rule(['pods'], ['get'])),
        role(rule(['pods'], ['get']), rule(['pods/exec'], ['create'])),
      ),
    ],
  ],
  [
    'cluster-rights-widened',
    'tokens of accounts',
    [changed('ClusterRole', null, role(rule(['serviceaccounts/token'], ['create'])))],
  ],
  [
    'cluster-rights-widened',
    'one secret that becomes all',
    [
      changed(
        'ClusterRole',
        role({ ...rule(['secrets'], ['get']), resourceNames: ['one'] }),
        role(rule(['secrets'], ['get'])),
      ),
    ],
  ],
  [
    'cluster-rights-widened',
    'every path of the API',
    [changed('ClusterRole', null, role({ nonResourceURLs: ['*'], verbs: ['get'] }))],
  ],
  [
    'cluster-rights-widened',
    'every right for somebody',
    [changed('ClusterRoleBinding', null, binding('cluster-admin', team))],
  ],
  [
    'cluster-rights-widened',
    'a default account',
    [
      changed(
        'ClusterRoleBinding',
        null,
        binding('lister', { kind: 'ServiceAccount', namespace: 'other', name: 'default' }),
      ),
    ],
  ],
  [
    'cluster-rights-widened',
    'a role that the plan does not show',
    [changed('RoleBinding', binding('view', team), binding('operator', team))],
  ],
  [
    'public-access',
    'a load balancer',
    [changed('Service', service({ type: 'ClusterIP' }), service({ type: 'LoadBalancer' }))],
  ],
  [
    'public-access',
    'a load balancer that was internal',
    [
      changed(
        'Service',
        service({ type: 'LoadBalancer' }, { [SCHEME]: 'internal' }),
        service({ type: 'LoadBalancer' }, { [SCHEME]: 'internet-facing' }),
      ),
    ],
  ],
  [
    'public-access',
    'ranges that are gone',
    [
      changed(
        'Service',
        service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['203.0.113.0/24'] }),
        service({ type: 'LoadBalancer' }),
      ),
    ],
  ],
  [
    'pod-security-weakened',
    'a binding that only warns',
    [
      changed(
        'ValidatingAdmissionPolicyBinding',
        { spec: { validationActions: ['Deny'] } },
        { spec: { validationActions: ['Warn'] } },
      ),
    ],
  ],
  [
    'pod-security-weakened',
    'a webhook that may fail',
    [
      changed(
        'ValidatingWebhookConfiguration',
        { webhooks: [{ name: 'a', failurePolicy: 'Fail' }] },
        { webhooks: [{ name: 'a', failurePolicy: 'Ignore' }] },
      ),
    ],
  ],
  [
    'pod-security-weakened',
    'a policy of Kyverno that audits',
    [
      changed(
        'ClusterPolicy',
        { spec: { validationFailureAction: 'Enforce' } },
        { spec: { validationFailureAction: 'Audit' } },
      ),
    ],
  ],
  [
    'quota-weakened',
    'a range that is wider',
    [
      changed(
        'LimitRange',
        { spec: { limits: [{ type: 'Container', max: { memory: '1Gi' } }] } },
        { spec: { limits: [{ type: 'Container', max: { memory: '8Gi' } }] } },
      ),
    ],
  ],
])('%s finds %s', (id, _, changes) => {
  expect(ids(...changes)).toEqual([id]);
});

test.each<[name: string, changes: ResourceChange[]]>([
  ['a pod that is hardened', [changed('Deployment', pod({}, {}), pod({}))]],
  [
    'another image of a privileged pod',
    [
      changed(
        'Deployment',
        pod({}, { securityContext: { privileged: true } }),
        pod({}, { image: 'web:2', securityContext: { privileged: true } }),
      ),
    ],
  ],
  [
    'a typed deployment that becomes a manifest',
    [
      entry(
        'kubernetes_deployment_v1.it',
        {
          metadata: [{ name: 'it', namespace: 'shop' }],
          spec: [{ template: [{ spec: [{ host_network: true, container: [{ name: 'web' }] }] }] }],
        },
        null,
      ),
      changed('Deployment', null, pod({ hostNetwork: true }, {})),
    ],
  ],
  [
    'one label more',
    [
      changed(
        'NetworkPolicy',
        from({ podSelector: { matchLabels: { app: 'web' } } }),
        from({ podSelector: web }),
      ),
    ],
  ],
  [
    'two halves that become a whole',
    [
      changed(
        'NetworkPolicy',
        from({ ipBlock: { cidr: '203.0.113.0/25' } }, { ipBlock: { cidr: '203.0.113.128/25' } }),
        from({ ipBlock: { cidr: '203.0.113.0/24' } }),
      ),
    ],
  ],
  [
    'a policy less while the wall stays',
    [
      stays('kubernetes_manifest.wall', object('NetworkPolicy', policy({}), 'wall')),
      changed('NetworkPolicy', policy({ podSelector: web }), null),
    ],
  ],
  [
    'a right to look',
    [
      changed(
        'ClusterRole',
        role(rule(['pods'], ['get'])),
        role(rule(['pods', 'services'], ['get', 'list'])),
      ),
    ],
  ],
  [
    'a role in fewer verbs',
    [changed('ClusterRole', role(rule(['secrets'], ['get', 'list'])), role(rule(['secrets'], ['get'])))],
  ],
  ['a service inside', [changed('Service', null, service({ type: 'ClusterIP' }))]],
  [
    'an internal load balancer',
    [changed('Service', null, service({ type: 'LoadBalancer' }, { [SCHEME]: 'internal' }))],
  ],
  [
    'a binding that refuses',
    [
      changed(
        'ValidatingAdmissionPolicyBinding',
        { spec: { validationActions: ['Audit'] } },
        { spec: { validationActions: ['Deny'] } },
      ),
    ],
  ],
])('lets pass: %s', (_, changes) => {
  expect(ids(...changes)).toEqual([]);
});

test('a chart, and YAML that is sensitive, do not show what they bring', () => {
  expect(ids(entry('helm_release.it', null, { chart: 'thing' }))).toContain('pod-privileged');
  const yaml = { yaml_body: 'kind: Pod' };
  expect(ids(entry('kubectl_manifest.it', null, yaml, { after_sensitive: { yaml_body: true } }))).toContain(
    'pod-privileged',
  );
});
