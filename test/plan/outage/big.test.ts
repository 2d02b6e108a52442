import type { ResourceChange } from '../../../plan/change';
import { findings } from '../../../plan/rules';
import { deleted, plan } from '../made';

const of = (make: (index: number) => ResourceChange) =>
  Array.from({ length: 1000 }, (_, index) => make(index));

// How long it takes is for bench/judge.ts to say.
jest.setTimeout(180_000);

// Each of these looks at others of its plan.
const many = [
  ...of((n) =>
    deleted(`aws_lb_listener_rule.r${n}`, {
      listener_arn: `l${n % 7}`,
      condition: [{ host_header: [{ values: [`h${n}`] }] }],
      action: [{ type: 'forward', target_group_arn: `g${n}` }],
    }),
  ),
  ...of((n) => deleted(`aws_lb_target_group.g${n}`, { arn: `g${n}` })),
  ...of((n) =>
    deleted(`aws_route53_record.r${n}`, {
      zone_id: 'Z',
      name: `n${n}`,
      type: 'A',
      alias: [{ name: `lb${n}` }],
    }),
  ),
  ...of((n) => deleted(`aws_nat_gateway.n${n}`, { id: `n${n}`, subnet_id: `s${n}` })),
  ...of((n) => deleted(`aws_vpc_endpoint.e${n}`, { id: `e${n}`, vpc_id: 'v', service_name: `s${n}` })),
  ...of((n) =>
    deleted(`aws_security_group_rule.r${n}`, { security_group_id: `sg${n % 9}`, type: 'ingress' }),
  ),
  ...of((n) => deleted(`aws_iam_role.r${n}`, { arn: `r${n}`, name: `r${n}` })),
  ...of((n) => deleted(`aws_rds_cluster_instance.i${n}`, { id: `i${n}`, cluster_identifier: `c${n % 9}` })),
  ...of((n) =>
    deleted(`kubernetes_deployment_v1.d${n}`, {
      metadata: [{ name: `d${n}`, namespace: 'shop' }],
      spec: [{ template: [{ metadata: [{ labels: { app: `d${n}` } }] }] }],
    }),
  ),
  ...of((n) =>
    deleted(`kubernetes_service_v1.s${n}`, {
      metadata: [{ name: `d${n}`, namespace: 'shop' }],
      spec: [{ selector: { app: `d${n}` }, port: [{ port: 80 }] }],
    }),
  ),
];

test('thousands of changes that have to do with each other are told one by one, or as one', () => {
  const found = findings(plan(...many));
  expect(found.filter(({ rule }) => rule.id === 'workload-stopped')).toHaveLength(1000);
  expect(found.filter(({ rule }) => rule.id === 'way-out-lost').length).toBeGreaterThan(1000);
});
