import { allowOutside } from '../../../../constructs/services/pods/outside-policies';
import { all, type Json } from '../../../helpers';
import { inCluster } from '../../workload';

const policies = (...hosts: readonly string[]): Json[] =>
  all(
    inCluster((stack) => {
      allowOutside(
        stack,
        'store',
        'shop',
        hosts.map((host) => ({ host, port: 587 })),
      );
    }),
    'kubernetes_manifest',
  ).map(({ manifest }: Json) => manifest);

test('the pods of a service reach a host at its port, and find it by DNS', () => {
  expect(policies('smtp.partner.example')).toEqual([
    {
      apiVersion: 'networking.k8s.aws/v1alpha1',
      kind: 'ApplicationNetworkPolicy',
      metadata: { name: 'shop--out-smtp-partner-example-587', namespace: 'store' },
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop' } },
        policyTypes: ['Egress'],
        egress: [
          {
            to: [{ ipBlock: { cidr: '10.100.0.10/32' } }, { ipBlock: { cidr: '172.20.0.10/32' } }],
            ports: [
              { protocol: 'UDP', port: 53 },
              { protocol: 'TCP', port: 53 },
            ],
          },
          {
            to: [{ domainNames: ['smtp.partner.example'] }],
            ports: [{ protocol: 'TCP', port: 587 }],
          },
        ],
      },
    },
  ]);
});

test('hosts that differ by a dot have policies of their own', () => {
  const names = policies('a.b-c.example', 'a-b.c.example', 'a.b.c.example').map(
    ({ metadata }) => metadata.name,
  );
  expect(new Set(names).size).toBe(3);
});

test('a service without any has none', () => {
  expect(policies()).toEqual([]);
});
