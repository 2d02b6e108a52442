import { found, ids } from '../made';
import { changed, container, deployment, hardened, manifest } from './shapes';

const base = deployment();
const to = (spec: object) => changed('kubernetes_deployment_v1', base, deployment(spec));
const operators =
  (kind: string, spec: (pod: object) => object) =>
  (pod: object, more: object = {}) =>
    manifest(kind, kind.split('/')[0]!, {
      spec: spec({ containers: [{ name: 'web', image: 'web:1', ...pod }], ...more }),
    });
const safe = { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } };

test.each([
  ['a process sees those of others', to({ share_process_namespace: true })],
  [
    'a kernel setting that is of the node',
    to({ security_context: [{ sysctl: [{ name: 'kernel.msgmax', value: '1' }] }] }),
  ],
  [
    'a token beside the account',
    to({
      volume: [
        { name: 't', projected: [{ sources: [{ service_account_token: [{ audience: '', path: 't' }] }] }] },
      ],
    }),
  ],
  [
    'a container more, that nothing holds back',
    to({ container: [container(), { name: 'side', security_context: [] }] }),
  ],
  [
    'its sandbox goes',
    changed('kubernetes_deployment_v1', deployment({ runtime_class_name: 'gvisor' }), base),
  ],
] as const)('pods get more: %s', (_, change) => expect(ids(change)).toEqual(['pod-privileged']));

test.each([
  [
    'a kernel setting of its own',
    to({ security_context: [{ sysctl: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }] }),
  ],
  [
    'a token for a vault',
    to({
      volume: [
        {
          name: 't',
          projected: [{ sources: [{ service_account_token: [{ audience: 'vault', path: 't' }] }] }],
        },
      ],
    }),
  ],
  [
    'a container more, held back as the others',
    to({ container: [container(), container({ name: 'side' })] }),
  ],
  ['another image', to({ container: [container({ image: 'web:2' })] })],
] as const)('pods get nothing: %s', (_, change) => expect(ids(change)).toEqual([]));

test.each([
  ['sparkoperator.k8s.io/v1beta2', (pod: object) => ({ driver: { template: { spec: pod } } })],
  ['keda.sh/v1alpha1', (pod: object) => ({ jobTargetRef: { template: { spec: pod } } })],
  ['serving.knative.dev/v1', (pod: object) => ({ template: { spec: pod } })],
  ['batch.volcano.sh/v1alpha1', (pod: object) => ({ tasks: [{ template: { spec: pod } }] })],
] as const)('pods of an operator are pods: %s', (kind, spec) => {
  const object = operators(kind, spec);
  expect(
    found(changed('kubernetes_manifest', object(safe), object({ securityContext: { privileged: true } }))),
  ).toEqual([expect.stringContaining('its pods get every right on the node (privileged)')]);
  expect(found(changed('kubernetes_manifest', object(safe), object(safe, { hostPID: true })))).toEqual([
    expect.stringContaining("its pods get the node's processes"),
  ]);
  expect(ids(changed('kubernetes_manifest', object(safe), object({ ...safe, image: 'web:2' })))).toEqual([]);
});

test('what is sensitive, and changes, counts as on', () => {
  const on = deployment({
    container: [container({ security_context: [{ ...hardened, privileged: true }] })],
  });
  const marks = {
    spec: [{ template: [{ spec: [{ container: [{ security_context: [{ privileged: true }] }] }] }] }],
  };
  const change = changed('kubernetes_deployment_v1', base, on);
  const hidden = (after: object) => ({
    ...change,
    change: { ...change.change, after, before_sensitive: marks, after_sensitive: marks },
  });
  expect(ids(hidden(on))).toEqual(['pod-privileged']);
  expect(ids(hidden(deployment({ container: [container({ image: 'web:2' })] })))).toEqual([]);
});
