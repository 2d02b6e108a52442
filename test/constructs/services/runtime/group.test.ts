import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { DNS_ADDRESSES } from '../../../../constructs/services/runtime/default-network-policies';
import { cpu, Group, memory } from '../../../../constructs/services/runtime/group';
import { only, type Synthesized, synth } from '../../../helpers';
import { testRuntime } from '../../test-runtime';

const PARAMETERS = { cpuMillicores: 8500, memoryMiB: 16_384, pods: 60 };

function build(parameters = PARAMETERS): Synthesized {
  return synth((stack) => {
    const { after } = new Group(stack, 'group', { runtime: testRuntime(stack), name: 'store', parameters });
    new ConfigMapV1(stack, 'pod', { metadata: {}, dependsOn: [...after] });
  });
}

const waitsFor = ({ resource }: Synthesized) => resource.kubernetes_config_map_v1!.pod.depends_on;

describe('the namespace of a group', () => {
  const { metadata } = only(build(), 'kubernetes_namespace_v1');

  test('has the name that other groups’ policies know it by', () => {
    expect(metadata.name).toBe('store');
  });

  test('refuses pods with privileges, and warns whoever applies a Deployment of such', () => {
    for (const mode of ['enforce', 'warn', 'audit']) {
      expect(metadata.labels).toMatchObject({
        [`pod-security.kubernetes.io/${mode}`]: 'restricted',
        [`pod-security.kubernetes.io/${mode}-version`]: 'latest',
      });
    }
  });

  test('lets a roll-out wait until the load balancer sends requests to a new pod', () => {
    expect(metadata.labels['eks.amazonaws.com/pod-readiness-gate-inject']).toBe('enabled');
  });

  test('may take as long to go as the slowest pod may drain', () => {
    expect(only(build(), 'kubernetes_namespace_v1').timeouts.delete).toBe('75m');
  });
});

describe('the quota of a group', () => {
  const { hard } = only(build(), 'kubernetes_resource_quota_v1').spec;

  test('is what the parameters say', () => {
    expect(hard).toMatchObject({
      'requests.cpu': '8500m',
      'requests.memory': '16Gi',
      'limits.memory': '16Gi',
      pods: '60',
    });
  });

  test('leaves no room for state in the cluster, nor for a way in past the platform’s load balancer', () => {
    expect(hard).toMatchObject({
      persistentvolumeclaims: '0',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    });
  });

  test('does not refuse a pod that somebody starts by hand without saying how much it takes', () => {
    const [limit] = only(build(), 'kubernetes_limit_range_v1').spec.limit;
    expect(limit).toEqual({
      type: 'Container',
      default: { memory: '128Mi', 'ephemeral-storage': '256Mi' },
      default_request: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '256Mi' },
    });
  });
});

test.each([
  [cpu(100), '100m'],
  [cpu(1000), '1'],
  [cpu(1500), '1500m'],
  [memory(512), '512Mi'],
  [memory(1024), '1Gi'],
  [memory(1536), '1536Mi'],
])('quantities are written as Kubernetes answers, or each plan would show a change: %s', (got, expected) => {
  expect(got).toBe(expected);
});

describe('a pod in a group', () => {
  const { spec } = only(build(), 'kubernetes_network_policy_v1');

  test('is reached by nobody and reaches nothing, whichever pod it is', () => {
    expect(spec.pod_selector).toEqual({});
    expect(spec.policy_types).toEqual(['Ingress', 'Egress']);
    expect(spec.ingress).toBeUndefined();
  });

  test('from its first moment to its last', () => {
    expect(waitsFor(build())).toContain('kubernetes_network_policy_v1.group_isolation');
  });

  test('but for the DNS of the cluster', () => {
    expect(spec.egress).toEqual([
      {
        to: DNS_ADDRESSES.map((address) => ({ ip_block: { cidr: `${address}/32` } })),
        ports: [
          { protocol: 'UDP', port: '53' },
          { protocol: 'TCP', port: '53' },
        ],
      },
    ]);
  });
});
