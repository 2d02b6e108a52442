import { Routing } from '../../../../constructs/services/routes/routing';
import { all, only, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

function build(use: (routing: Routing) => void) {
  return synth((stack) => use(new Routing(stack, 'routing', { runtime: testRuntime(stack), services: {} })));
}

test('nothing is open or named until a process has a route', () => {
  expect(Object.keys(build(() => {}).resource)).toEqual([]);
});

test('a host has one name that leads to the load balancer, however many routes it has', () => {
  const synthesized = build((routing) => {
    for (const host of ['shop', 'shop', 'api']) routing.domainName(host);
  });
  expect(all(synthesized, 'aws_route53_record')).toEqual(
    ['api', 'shop'].map((host) => ({
      zone_id: field('entrance', 'zoneId'),
      name: `${host}.${field('entrance', 'domain')}`,
      type: 'A',
      alias: {
        name: field('entrance', 'dnsName'),
        zone_id: field('entrance', 'dnsZoneId'),
        evaluate_target_health: true,
      },
    })),
  );
});

test('fails for a host that the certificate does not cover', () => {
  expect(() => build((routing) => routing.domainName('api.shop'))).toThrow(
    'route: got host "api.shop", allowed one label, as the certificate is for *.<domain>, and not for names below that',
  );
});

test('opens the way from the load balancer to pods, once for each port, and nothing back', () => {
  const synthesized = build((routing) => {
    for (const port of [8080, 8080, 9090]) routing.open(port);
  });
  expect(all(synthesized, 'aws_vpc_security_group_ingress_rule').map(({ from_port }) => from_port)).toEqual([
    8080, 9090,
  ]);
  expect(all(synthesized, 'aws_vpc_security_group_egress_rule').map(({ to_port }) => to_port)).toEqual([
    8080, 9090,
  ]);
  const one = build((routing) => routing.open(8080));
  const common = { ip_protocol: 'tcp', from_port: 8080, to_port: 8080 };
  expect(only(one, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
    ...common,
    security_group_id: field('cluster', 'securityGroupId'),
    referenced_security_group_id: field('entrance', 'securityGroupId'),
  });
  expect(only(one, 'aws_vpc_security_group_egress_rule')).toMatchObject({
    ...common,
    security_group_id: field('entrance', 'securityGroupId'),
    referenced_security_group_id: field('cluster', 'securityGroupId'),
  });
});

test('a port that nobody uses any more is closed after the pods on it have been replaced', () => {
  const { lifecycle } = only(
    build((routing) => routing.open(8080)),
    'aws_vpc_security_group_ingress_rule',
  );
  expect(lifecycle).toEqual({ create_before_destroy: true });
});
