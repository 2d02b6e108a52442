import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import {
  allowEgress,
  allowIngress,
  type ProcessAccessProps,
} from '../../../../constructs/services/pods/network-policies';
import { all, type Json, only } from '../../../helpers';
import { inCluster } from '../../workload';

const POLICY = 'kubernetes_network_policy_v1';
const pods = (namespace: string, labels: Record<string, string>) => ({
  namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': namespace } },
  pod_selector: {
    match_labels: Object.fromEntries(
      Object.entries(labels).map(([label, value]) => [`app.kubernetes.io/${label}`, value]),
    ),
  },
});

const egress = (rules: Parameters<typeof allowEgress>[3]) =>
  inCluster((stack) => {
    const after = allowEgress(stack, 'store', 'shop', rules);
    new ConfigMapV1(stack, 'pod', { metadata: {}, dependsOn: after });
  });

const both = egress({
  orders: [{ cidrs: ['10.0.48.0/24'], port: 5432 }],
  sessions: [{ cidrs: ['10.0.48.0/24'], port: 6379 }],
});

function ingress(change: Partial<ProcessAccessProps>) {
  return inCluster((stack) =>
    allowIngress(stack, {
      namespace: 'store',
      service: 'shop',
      process: 'web',
      balancer: [],
      callers: [],
      ...change,
    }),
  );
}

describe('the pods of a service reach', () => {
  test('what is bound, at its port and no other, jobs included', () => {
    const { spec } = only(
      egress({ orders: [{ cidrs: ['10.0.48.0/24', '10.0.49.0/24'], port: 5432 }] }),
      POLICY,
    );
    expect(spec.pod_selector).toEqual({ match_labels: { 'app.kubernetes.io/name': 'shop' } });
    expect(spec.policy_types).toEqual(['Egress']);
    expect(spec.egress).toEqual([
      {
        to: [{ ip_block: { cidr: '10.0.48.0/24' } }, { ip_block: { cidr: '10.0.49.0/24' } }],
        ports: [{ protocol: 'TCP', port: '5432' }],
      },
    ]);
  });

  test('the internet without what is inside the VPC', () => {
    const { spec } = only(
      egress({ internet: [{ cidrs: ['0.0.0.0/0'], except: ['10.0.0.0/16'], port: 443 }] }),
      POLICY,
    );
    expect(spec.egress[0].to).toEqual([{ ip_block: { cidr: '0.0.0.0/0', except: ['10.0.0.0/16'] } }]);
  });

  test('a process of another service, and not the rest of that service or of its group', () => {
    const { spec } = only(
      egress({ catalog: [{ namespace: 'back', service: 'catalog', process: 'api' }] }),
      POLICY,
    );
    expect(spec.egress).toEqual([
      {
        to: [pods('back', { name: 'catalog', component: 'api' })],
        ports: [{ protocol: 'TCP', port: 'http' }],
      },
    ]);
  });

  test('it from their first moment, as a release command does not try again', () => {
    const { depends_on } = only(both, 'kubernetes_config_map_v1');
    expect(depends_on).toEqual([
      'kubernetes_network_policy_v1.paths_orders',
      'kubernetes_network_policy_v1.paths_sessions',
    ]);
  });

  test('each thing by a policy of its own, which goes after the pods that use it', () => {
    const policies = all(both, POLICY);
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(['shop--to-orders', 'shop--to-sessions']);
    for (const { lifecycle } of policies) expect(lifecycle.create_before_destroy).toBe(true);
  });

  test('all as before, until a deploy has replaced the one policy that there was', () => {
    expect(both.moved).toEqual([
      { from: 'kubernetes_network_policy_v1.egress', to: 'kubernetes_network_policy_v1.paths_orders' },
    ]);
  });

  test('nothing when nothing is bound', () => {
    expect(all(egress({ orders: [] }), POLICY)).toEqual([]);
  });
});

describe('a process is reached', () => {
  test('by the load balancer, where a route leads to it', () => {
    const { spec } = only(ingress({ balancer: ['10.0.1.0/24'] }), POLICY);
    expect(spec).toEqual({
      pod_selector: pods('', { name: 'shop', component: 'web' }).pod_selector,
      policy_types: ['Ingress'],
      ingress: [
        { from: [{ ip_block: { cidr: '10.0.1.0/24' } }], ports: [{ protocol: 'TCP', port: 'http' }] },
      ],
    });
  });

  test('by the services that bind it, wherever they are', () => {
    const { spec } = only(ingress({ callers: [{ namespace: 'back', service: 'report' }] }), POLICY);
    expect(spec.ingress[0].from).toEqual([pods('back', { name: 'report' })]);
  });

  test('by each of them by a policy of its own, which goes after the pods that use it', () => {
    const synthesized = ingress({
      balancer: ['10.0.1.0/24'],
      callers: [
        { namespace: 'back', service: 'report' },
        { namespace: 'store', service: 'cart' },
      ],
    });
    const policies = all(synthesized, POLICY);
    expect(policies.map(({ metadata }) => metadata.name)).toEqual([
      'shop-web--balancer',
      'shop-web--from-cart',
      'shop-web--from-report',
    ]);
    for (const { lifecycle } of policies) expect(lifecycle.create_before_destroy).toBe(true);
    expect(synthesized.moved).toEqual([
      {
        from: 'kubernetes_network_policy_v1.ingress-web',
        to: 'kubernetes_network_policy_v1.ingress-web_balancer',
      },
    ]);
  });

  test('by nobody, where nobody may: a rule without peers would let in everybody', () => {
    expect(all(ingress({}), POLICY)).toEqual([]);
  });

  test('apart from the other processes of its service', () => {
    const synthesized = inCluster((stack) => {
      for (const process of ['web', 'api']) {
        allowIngress(stack, {
          namespace: 'store',
          service: 'shop',
          process,
          balancer: ['10.0.1.0/24'],
          callers: [],
        });
      }
    });
    const selected = all(synthesized, POLICY).map(({ metadata, spec }: Json) => [
      metadata.name,
      spec.pod_selector.match_labels['app.kubernetes.io/component'],
    ]);
    expect(selected.sort()).toEqual([
      ['shop-api--balancer', 'api'],
      ['shop-web--balancer', 'web'],
    ]);
  });
});
