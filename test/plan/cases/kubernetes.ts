import { type Case, cases, changed, type Resources } from './case';
import { deployment, flows, NETWORK_POLICY } from './cluster-things';
import { inNamespace, metadata } from './namespace';

const internet = { to: [{ ip_block: { cidr: '0.0.0.0/0' } }], ports: [{ port: '443', protocol: 'TCP' }] };
const shop = { namespace_selector: { match_labels: { name: 'shop' } } };
const port = (number: string) => ({ port: number, protocol: 'TCP' });

const sharedOut = (spec: object, other: object): Resources => {
  const { it } = flows(spec)[NETWORK_POLICY]!;
  const { it: further } = flows(other)[NETWORK_POLICY]!;
  return {
    ...flows(spec),
    [NETWORK_POLICY]: { it: it!, other: { ...further, metadata: { ...metadata, name: 'other' } } },
  };
};

const labels = (level?: string) => ({
  metadata: { name: 'n-$', ...(level && { labels: { 'pod-security.kubernetes.io/enforce': level } }) },
});

const QUOTA = 'kubernetes_resource_quota_v1';
const quota = (hard: object) => inNamespace(QUOTA, { spec: { hard } });

const safe = { security_context: { allow_privilege_escalation: false, run_as_non_root: true } };

const role = (...rule: readonly object[]) => ({ metadata: { name: 'role-$' }, rule });
const pods = { api_groups: [''], resources: ['pods'], verbs: ['get', 'list'] };
const binding = (name: string, subject: string) => ({
  metadata: { name: 'binding-$' },
  role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  subject: [{ kind: 'Group', name: subject, api_group: 'rbac.authorization.k8s.io' }],
});

export const kubernetes: readonly Case[] = [
  ...cases(
    'network-policy-weakened',
    [
      { name: 'the wall of a namespace deleted', before: flows({}), after: inNamespace(NETWORK_POLICY) },
      {
        name: 'everybody let in',
        before: flows({ ingress: [{ from: [shop], ports: [port('80')] }] }),
        after: flows({ ingress: [{ ports: [port('80')] }] }),
      },
      {
        name: 'a way out to everywhere',
        before: flows({}),
        after: flows({ egress: [{ to: [{ ip_block: { cidr: '0.0.0.0/0' } }] }] }),
      },
      {
        name: 'ways out no longer held back',
        before: flows({}),
        after: flows({ policy_types: ['Ingress'] }),
      },
      {
        name: 'a way to the internet, by a policy more',
        before: inNamespace(NETWORK_POLICY),
        after: flows({ egress: [internet] }),
      },
      {
        name: 'a new policy that lets everybody in',
        before: inNamespace(NETWORK_POLICY),
        after: flows({ ingress: [{}] }),
      },
    ],
    [
      {
        name: 'one more service let in',
        before: flows({ ingress: [] }),
        after: flows({ ingress: [{ from: [shop], ports: [port('80')] }] }),
      },
      {
        name: 'a way to the internet for pods that are new',
        before: inNamespace(NETWORK_POLICY),
        after: { ...flows({ egress: [internet] }), ...inNamespace('kubernetes_service_account_v1', {}) },
      },
      {
        name: 'one policy shared out between two',
        before: flows({ egress: [internet, { to: [shop] }] }),
        after: sharedOut({ egress: [{ to: [shop] }] }, { egress: [internet] }),
      },
      { name: 'a wall of new', before: inNamespace(NETWORK_POLICY), after: flows({}) },
      { name: 'a namespace deleted with its wall', before: flows({}), after: {} },
      {
        name: 'one port less',
        before: flows({ ingress: [{ ports: [port('80'), port('81')] }] }),
        after: flows({ ingress: [{ ports: [port('80')] }] }),
      },
    ],
  ),
  ...cases(
    'pod-security-weakened',
    [
      changed('a level below', 'kubernetes_namespace_v1', labels('restricted'), labels('baseline')),
      changed('no level', 'kubernetes_namespace_v1', labels('baseline'), labels()),
    ],
    [changed('a level above', 'kubernetes_namespace_v1', labels('baseline'), labels('restricted'))],
  ),
  ...cases(
    'pod-privileged',
    [
      {
        name: 'a privileged container',
        before: deployment({}, safe),
        after: deployment({}, { security_context: { privileged: true } }),
      },
      {
        name: 'the network of the node',
        before: deployment({}, safe),
        after: deployment({ host_network: true }, safe),
      },
      {
        name: 'files of the node',
        before: deployment({}, safe),
        after: deployment({ volume: [{ name: 'host', host_path: { path: '/' } }] }, safe),
      },
      {
        name: 'root',
        before: deployment({}, safe),
        after: deployment({}, { security_context: { run_as_user: '0' } }),
      },
      {
        name: 'a capability',
        before: deployment({}, safe),
        after: deployment({}, { security_context: { capabilities: { add: ['SYS_ADMIN'] } } }),
      },
    ],
    [
      {
        name: 'another image',
        before: deployment({}, safe),
        after: deployment({}, { ...safe, image: 'web:2' }),
      },
      {
        name: 'no longer privileged',
        before: deployment({}, { security_context: { privileged: true } }),
        after: deployment({}, safe),
      },
      {
        name: 'a new workload without rights',
        before: inNamespace('kubernetes_deployment_v1'),
        after: deployment({}, safe),
      },
    ],
  ),
  ...cases(
    'quota-weakened',
    [
      { name: 'deleted', before: quota({ pods: '10' }), after: inNamespace(QUOTA) },
      {
        name: 'a limit less',
        before: quota({ pods: '10', 'requests.cpu': '8' }),
        after: quota({ pods: '10' }),
      },
      {
        name: 'more than twice as much',
        before: quota({ 'requests.memory': '900Mi' }),
        after: quota({ 'requests.memory': '2Gi' }),
      },
    ],
    [
      { name: 'somewhat more', before: quota({ pods: '10' }), after: quota({ pods: '12' }) },
      { name: 'less', before: quota({ 'requests.cpu': '8' }), after: quota({ 'requests.cpu': '500m' }) },
      { name: 'deleted with its namespace', before: quota({ pods: '10' }), after: {} },
    ],
  ),
  ...cases(
    'cluster-rights-widened',
    [
      changed(
        'secrets',
        'kubernetes_cluster_role_v1',
        role(pods),
        role({ ...pods, resources: ['pods', 'secrets'] }),
      ),
      changed(
        'everything',
        'kubernetes_cluster_role_v1',
        role(pods),
        role({ api_groups: ['*'], resources: ['*'], verbs: ['*'] }),
      ),
      changed(
        'the right to give rights',
        'kubernetes_cluster_role_v1',
        role(pods),
        role(pods, {
          api_groups: ['rbac.authorization.k8s.io'],
          resources: ['clusterroles'],
          verbs: ['bind'],
        }),
      ),
      {
        name: 'every right for somebody',
        before: {},
        after: { kubernetes_cluster_role_binding_v1: { it: binding('cluster-admin', 'team') } },
      },
      {
        name: 'something for everybody',
        before: {},
        after: { kubernetes_cluster_role_binding_v1: { it: binding('view', 'system:authenticated') } },
      },
    ],
    [
      changed(
        'one more kind',
        'kubernetes_cluster_role_v1',
        role(pods),
        role({ ...pods, resources: ['pods', 'services'] }),
      ),
      changed(
        'fewer',
        'kubernetes_cluster_role_v1',
        role({ ...pods, resources: ['pods', 'secrets'] }),
        role(pods),
      ),
      {
        name: 'the right to look, for a team',
        before: {},
        after: { kubernetes_cluster_role_binding_v1: { it: binding('view', 'team') } },
      },
    ],
  ),
];
