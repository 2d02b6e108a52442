import { type Case, cases, changed, created, deleted } from './case';
import { deployment, flows } from './cluster-things';
import { inDefault, manifest, object, pods, template } from './manifest';
import { inNamespace } from './namespace';

// Kubernetes through manifests, and what is told apart only by selectors, subresources and scopes.

const policy = (spec: object) =>
  object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { spec: { podSelector: { matchLabels: { app: '$' } }, policyTypes: ['Ingress', 'Egress'], ...spec } },
    inDefault,
  );
const shop = { namespaceSelector: { matchLabels: { name: 'shop' } } };
const labelled = (match_labels: object, ports: readonly object[] = []) =>
  flows({ ingress: [{ from: [{ namespace_selector: { match_labels } }], ports }] });
const inside = (...except: readonly string[]) =>
  flows({ egress: [{ to: [{ ip_block: { cidr: '10.0.0.0/8', except } }] }] });
const WEB = [{ port: '80', protocol: 'TCP' }];

const job = (pod: object, container: object = {}) => {
  const { spec, ...rest } = template(pod, container);
  return object(
    'batch/v1',
    'CronJob',
    {
      spec: {
        schedule: '0 4 1 1 *',
        jobTemplate: { spec: { template: { ...rest, spec: { restartPolicy: 'Never', ...spec } } } },
      },
    },
    inDefault,
  );
};
const hardened = {
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};
const context = (security_context: object) => deployment({}, { security_context });
const guarded = { run_as_non_root: true, capabilities: { drop: ['ALL'] } };

const namespace = (level: string) =>
  object('v1', 'Namespace', {}, { labels: { 'pod-security.kubernetes.io/enforce': level } });
const version = (value: string) => ({
  metadata: {
    name: 'n-$',
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': value,
    },
  },
});
const binding = (...validationActions: readonly string[]) =>
  object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
    spec: { policyName: 'nothings-$', validationActions },
  });
/** What it is asked about is nowhere, so that it answers for no other case. */
const webhook = (failurePolicy: string, ...resources: readonly string[]) =>
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    webhooks: [
      {
        name: 'check.corpus.example',
        failurePolicy,
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        clientConfig: { url: 'https://check.corpus.example/' },
        rules: [{ apiGroups: ['nowhere.example'], apiVersions: ['v1'], operations: ['CREATE'], resources }],
      },
    ],
  });

const quota = (hard: object, more: object = {}) =>
  object('v1', 'ResourceQuota', { spec: { hard, ...more } }, inDefault);
const range = (memory: string) =>
  inNamespace('kubernetes_limit_range_v1', { spec: { limit: [{ type: 'Container', max: { memory } }] } });

export const manifests: readonly Case[] = [
  ...cases(
    'network-policy-weakened',
    [
      {
        name: 'a label less of the namespaces let in',
        before: labelled({ team: 'shop', stage: 'prod' }),
        after: labelled({ team: 'shop' }),
      },
      {
        name: 'every port in place of one',
        before: labelled({ team: 'shop' }, WEB),
        after: labelled({ team: 'shop' }),
      },
      { name: 'an exception less of a block', before: inside('10.9.0.0/16'), after: inside() },
      {
        name: 'a policy of fewer pods',
        before: flows({}),
        after: flows({ pod_selector: { match_labels: { app: 'it' } } }),
      },
      manifest(
        'everybody let in, by a manifest',
        policy({ ingress: [{ from: [shop] }] }),
        policy({ ingress: [{}] }),
      ),
      deleted('the wall of some pods, by a manifest', 'kubernetes_manifest', policy({})),
    ],
    [
      {
        name: 'a label more of the namespaces let in',
        before: labelled({ team: 'shop' }),
        after: labelled({ team: 'shop', stage: 'prod' }),
      },
      { name: 'an exception more of a block', before: inside(), after: inside('10.9.0.0/16') },
      created('a wall of some pods, by a manifest', 'kubernetes_manifest', policy({})),
      manifest(
        'one more service let in, by a manifest',
        policy({ ingress: [{ from: [shop] }] }),
        policy({ ingress: [{ from: [shop, { podSelector: { matchLabels: { app: 'other' } } }] }] }),
      ),
    ],
  ),
  ...cases(
    'pod-privileged',
    [
      manifest(
        'a privileged container, by a manifest',
        pods(0, {}, hardened),
        pods(0, {}, { securityContext: { privileged: true } }),
      ),
      created('the processes of the node, by a manifest', 'kubernetes_manifest', job({ hostPID: true })),
      manifest(
        'every system call, by a manifest',
        pods(0, {}, hardened),
        pods(
          0,
          { securityContext: { seccompProfile: { type: 'Unconfined' } } },
          {
            securityContext: { ...hardened.securityContext, seccompProfile: { type: 'Unconfined' } },
          },
        ),
      ),
      manifest(
        'a port of the node, by a manifest',
        pods(0, {}, hardened),
        pods(0, {}, { ...hardened, ports: [{ containerPort: 80, hostPort: 80 }] }),
      ),
      {
        name: 'capabilities that are no longer dropped',
        before: context(guarded),
        after: context({ run_as_non_root: true }),
      },
    ],
    [
      manifest(
        'a pod that is hardened, by a manifest',
        pods(0, {}, { securityContext: { privileged: true } }),
        pods(0, {}, hardened),
      ),
      created('a job without rights, by a manifest', 'kubernetes_manifest', job({}, hardened)),
      {
        name: 'all capabilities dropped in place of one',
        before: context({ run_as_non_root: true, capabilities: { drop: ['NET_RAW'] } }),
        after: context(guarded),
      },
    ],
  ),
  ...cases(
    'pod-security-weakened',
    [
      manifest('a level below, by a manifest', namespace('restricted'), namespace('baseline')),
      changed('an older version', 'kubernetes_namespace_v1', version('latest'), version('v1.24')),
      manifest('a policy that no longer refuses', binding('Deny'), binding('Audit')),
      manifest('a webhook that may be silent', webhook('Fail', 'things'), webhook('Ignore', 'things')),
      manifest('a webhook asked about less', webhook('Fail', 'things', 'parts'), webhook('Fail', 'things')),
    ],
    [
      manifest('a level above, by a manifest', namespace('baseline'), namespace('restricted')),
      changed('a newer version', 'kubernetes_namespace_v1', version('v1.24'), version('latest')),
      manifest('a policy that refuses from now on', binding('Audit'), binding('Deny')),
      manifest('a webhook asked about more', webhook('Fail', 'things'), webhook('Fail', 'things', 'parts')),
    ],
  ),
  ...cases(
    'quota-weakened',
    [
      manifest(
        'more than twice as much, by a manifest',
        quota({ 'count/jobs.batch': '10' }),
        quota({ 'count/jobs.batch': '50' }),
      ),
      { name: 'containers of eight times the memory', before: range('1Gi'), after: range('8Gi') },
      {
        name: 'containers of any memory',
        before: range('1Gi'),
        after: inNamespace('kubernetes_limit_range_v1'),
      },
    ],
    [
      manifest(
        'somewhat more, by a manifest',
        quota({ 'count/jobs.batch': '10' }),
        quota({ 'count/jobs.batch': '12' }),
      ),
      { name: 'containers of less memory', before: range('1Gi'), after: range('512Mi') },
    ],
  ),
];
