import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { InternalEntrance } from '../../../../constructs/services/routes/internal-entrance';
import { ProcessRoutes } from '../../../../constructs/services/routes/process-routes';
import { Routing } from '../../../../constructs/services/routes/routing';
import type { Services } from '../../../../declarations/service';
import { all, type Json, only, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

const process = { port: 8080, ready: '/ready', live: '/live' };
const SERVICES: Services = {
  shop: { description: '', group: 'g', processes: { web: process }, routes: [{ process: 'web' }] },
  ledger: {
    description: '',
    group: 'g',
    processes: { web: process },
    routes: [{ process: 'web', internal: true }],
  },
};

const watched: Record<string, Json> = {};
const synthesized = synth((stack) => {
  const runtime = testRuntime(stack);
  const internal = new InternalEntrance(stack, 'internal-entrance', {
    naming: runtime.naming,
    contract: runtime.contract,
    privateCidrs: ['10.200.0.0/16'],
    idleSeconds: 90,
  });
  const routing = new Routing(stack, 'routing', { runtime, services: SERVICES, internal });
  for (const [service, { processes, routes }] of Object.entries(SERVICES)) {
    const made = new ProcessRoutes(stack, service, {
      runtime,
      routing,
      namespace: 'g',
      service,
      process: 'web',
      declaration: processes!.web!,
      routes: routes!,
      versions: [{ version: '1.0.0', weight: 100 }],
    });
    made.bind('stable', new ServiceV1(stack, `service-${service}`, { metadata: {}, spec: {} }));
    made.open([]);
    watched[service] = made.watched;
  }
});

const rule = (service: string) => synthesized.resource.aws_lb_listener_rule![`${service}_rule-${service}`];

test('an internal route is a rule of the internal load balancer alone, and a public one of the public one', () => {
  expect(rule('ledger').listener_arn).toBe('${aws_lb_listener.internal-entrance_https.arn}');
  expect(rule('shop').listener_arn).toBe(field('entrance', 'listenerArn'));
});

test('its name leads there', () => {
  const { 'routing_host-ledger': ledger, 'routing_host-shop': shop } =
    synthesized.resource.aws_route53_record!;
  expect(ledger).toMatchObject({
    name: `ledger.${field('entrance', 'domain')}`,
    alias: { name: '${aws_lb.internal-entrance.dns_name}' },
  });
  expect(shop.alias.name).toBe(field('entrance', 'dnsName'));
});

test('the internal load balancer has no public address, and its own certificate is that of the environment', () => {
  expect(only(synthesized, 'aws_lb')).toMatchObject({
    name: 'test-internal',
    internal: true,
    idle_timeout: 90,
    drop_invalid_header_fields: true,
    access_logs: { enabled: true, prefix: 'load-balancer' },
  });
  expect(only(synthesized, 'aws_lb_listener')).toMatchObject({
    port: 443,
    protocol: 'HTTPS',
    certificate_arn: field('entrance', 'certificateArn'),
    default_action: [{ type: 'fixed-response', fixed_response: { status_code: '404' } }],
  });
});

test('it stands where the public one does, as processes let in the addresses of these subnets alone', () => {
  expect(only(synthesized, 'aws_lb').subnets).toBe(field('network', 'publicSubnetIds'));
});

test('the VPC reaches it by HTTPS, and the private networks that are named, and nobody else', () => {
  const own = all(synthesized, 'aws_vpc_security_group_ingress_rule').filter(
    ({ security_group_id }) =>
      security_group_id === '${aws_security_group.internal-entrance_security-group.id}',
  );
  expect(own.map(({ cidr_ipv4, from_port, to_port }) => [cidr_ipv4, from_port, to_port])).toEqual([
    ['10.200.0.0/16', 443, 443],
    [field('network', 'cidr'), 443, 443],
  ]);
});

test('it reaches the port of its processes, as the public one does that of its own', () => {
  const rules = synthesized.resource.aws_vpc_security_group_ingress_rule!;
  expect(rules['routing_from-balancer-8080-internally']).toMatchObject({
    security_group_id: field('cluster', 'securityGroupId'),
    referenced_security_group_id: '${aws_security_group.internal-entrance_security-group.id}',
    from_port: 8080,
    to_port: 8080,
  });
  expect(rules['routing_from-balancer-8080'].referenced_security_group_id).toBe(
    field('entrance', 'securityGroupId'),
  );
});

test('its alarms look at its own load balancer', () => {
  expect(Object.keys(watched.shop.targets[0])).toEqual(['version', 'suffix']);
  expect(Object.keys(watched.ledger.targets[0])).toEqual(['version', 'suffix', 'balancer']);
});
