import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { ProcessRoutes } from '../../../../constructs/services/routes/process-routes';
import { Routing } from '../../../../constructs/services/routes/routing';
import type { Process, Route } from '../../../../declarations/service';
import { all, type Json, only, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

interface Change {
  readonly service?: string;
  readonly declaration?: Partial<Process>;
  readonly routes?: readonly Route[];
  /** Weights by version. */
  readonly versions?: Readonly<Record<string, number>>;
}

/** Routes of `web`, the Services of its versions, and for each Deployment a stand-in that waits for what it would. */
function build({ service = 'shop', declaration, routes, versions = { '1.4.0': 100 } }: Change = {}) {
  const process = { port: 8080, ready: '/ready', live: '/live', ...declaration };
  const all = routes ?? [{ process: 'web' }];
  return synth((stack) => {
    const runtime = testRuntime(stack);
    const services = { [service]: { description: '', group: 'g', processes: { web: process }, routes: all } };
    const routing = new Routing(stack, 'routing', { runtime, services });
    const made = new ProcessRoutes(stack, 'routes', {
      runtime,
      routing,
      namespace: 'g',
      service,
      process: 'web',
      declaration: process,
      routes: all,
      versions: Object.entries(versions).map(([version, weight]) => ({ version, weight })),
    });
    const deployments = Object.keys(versions).map((version, index) => {
      const track = index === 0 ? 'stable' : version.replaceAll('.', '-');
      const bound = new ServiceV1(stack, `service-${track}`, {
        metadata: { name: `web-${track}` },
        spec: { port: [{ port: 8080 }] },
      });
      return new ConfigMapV1(stack, `deployment-${track}`, {
        metadata: {},
        dependsOn: [...made.bind(track, bound)],
      });
    });
    made.open(deployments.slice(1));
  });
}

const rules = (change: Change) => build(change).resource.aws_lb_listener_rule!;
const TWO = { '1.4.0': 90, '1.5.0': 10 };

describe('a rule of the listener', () => {
  test('leads a host to the process', () => {
    const rule = only(build(), 'aws_lb_listener_rule');
    expect(rule).toMatchObject({
      listener_arn: field('entrance', 'listenerArn'),
      condition: [{ host_header: { values: [`shop.${field('entrance', 'domain')}`] } }],
    });
    expect(rule.action).toEqual([
      {
        type: 'forward',
        forward: {
          target_group: [{ arn: '${aws_lb_target_group.routes_targets-stable.arn}', weight: 100 }],
          stickiness: { duration: 1, enabled: false },
        },
      },
    ]);
  });

  test('leads a path, and all below it but not what only begins with the same letters', () => {
    const routes = [{ host: 'store', path: '/products', process: 'web' }];
    const { condition } = only(build({ routes }), 'aws_lb_listener_rule');
    expect(condition).toEqual([
      { host_header: { values: [`store.${field('entrance', 'domain')}`] } },
      { path_pattern: { values: ['/products', '/products/*'] } },
    ]);
  });

  test('is one for each route, at an address of its own; they share a target group', () => {
    const routes = ['/a/b', '/a-b', '/a', undefined].map((path) => ({ path, process: 'web' }));
    const synthesized = build({ routes });
    const priorities = all(synthesized, 'aws_lb_listener_rule').map(({ priority }) => priority);
    expect(new Set(priorities).size).toBe(4);
    expect(all(synthesized, 'aws_lb_target_group')).toHaveLength(1);
    for (const address of Object.keys(synthesized.resource.aws_lb_listener_rule!)) {
      expect(address).toMatch(/^[A-Za-z_][\w-]*$/);
    }
  });
});

describe('versions that run at the same time', () => {
  test('share requests by weight, each request anew', () => {
    const { action } = rules({ versions: TWO })['routes_rule-shop'];
    expect(action[0].forward).toEqual({
      target_group: [
        { arn: '${aws_lb_target_group.routes_targets-stable.arn}', weight: 90 },
        { arn: '${aws_lb_target_group.routes_targets-1-5-0.arn}', weight: 10 },
      ],
      stickiness: { duration: 1, enabled: false },
    });
  });

  test('a further one gets requests only once its pods are there', () => {
    expect(rules({ versions: TWO })['routes_rule-shop'].depends_on).toEqual([
      'kubernetes_config_map_v1.deployment-1-5-0',
    ]);
    expect(rules({})['routes_rule-shop'].depends_on).toBeUndefined();
  });

  test('its pods can become ready before that, as a rule for those who ask for it names its targets', () => {
    const { resource } = build({ versions: TWO });
    const preview = resource.aws_lb_listener_rule!['routes_preview-1-shop'];
    expect(preview.condition).toContainEqual({
      http_header: { http_header_name: 'x-version', values: ['1.5.0'] },
    });
    expect(preview.action[0].forward.target_group).toEqual([
      { arn: '${aws_lb_target_group.routes_targets-1-5-0.arn}', weight: 100 },
    ]);
    expect(resource.kubernetes_config_map_v1!['deployment-1-5-0'].depends_on).toContain(
      'aws_lb_listener_rule.routes_preview-1-shop',
    );
    expect(resource.kubernetes_config_map_v1!['deployment-stable'].depends_on).not.toContain(
      'aws_lb_listener_rule.routes_preview-1-shop',
    );
  });

  test('another one in the same place changes its rule, as a new rule would want a priority that is taken', () => {
    const preview = (versions: Record<string, number>) => rules({ versions })['routes_preview-1-shop'];
    expect(preview({ '1.4.0': 90, '1.6.0': 10 }).priority).toBe(preview(TWO).priority);
  });

  test('one that is taken out outlives the rules that name it', () => {
    const { resource } = build({ versions: TWO });
    for (const type of ['aws_lb_target_group', 'kubernetes_manifest']) {
      for (const { lifecycle } of Object.values<Json>(resource[type]!)) {
        expect(lifecycle).toEqual({ create_before_destroy: true });
      }
    }
  });
});

describe('a target group', () => {
  const group = (change: Change = {}) => only(build(change), 'aws_lb_target_group');

  test('asks each pod for its readiness, by what Kubernetes takes for ready', () => {
    expect(group({ declaration: { ready: '/healthz' } })).toMatchObject({
      target_type: 'ip',
      protocol: 'HTTP',
      vpc_id: field('network', 'vpcId'),
      health_check: { path: '/healthz', matcher: '200-499', port: 'traffic-port', protocol: 'HTTP' },
      stickiness: { enabled: false },
    });
  });

  test('finds pods well that were made with another path, which they answer 404', () => {
    const [low, high] = group().health_check.matcher.split('-').map(Number);
    expect(low! <= 404 && 404 <= high! && high! < 500).toBe(true);
  });

  test('is tagged with the cluster, which may register no pods otherwise', () => {
    expect(group().tags).toEqual({ 'eks:eks-cluster-name': 'test' });
  });

  test('lets requests go on for as long as the pod that answers them', () => {
    expect(group().deregistration_delay).toBe('45');
    expect(group({ declaration: { drainSeconds: 120 } }).deregistration_delay).toBe('135');
    expect(group({ declaration: { drainSeconds: 3600 } }).deregistration_delay).toBe('3600');
  });

  test('stays when the process moves to another port, so that its pods can move one by one', () => {
    expect(group({ declaration: { port: 9090 } })).toEqual(group());
  });

  test('has a name that AWS takes, another for each version', () => {
    const versions = { '1.4.0': 80, '1.5.0': 10, '1.6.0': 10 };
    const synthesized = build({ service: 'a-service-of-twenty1', versions });
    const names = all(synthesized, 'aws_lb_target_group').map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^(?=.{1,32}$)test-a-service-of-[a-z0-9-]*[a-z0-9]$/);
  });

  test('fails for a process that is asked by a command, as the load balancer can run none', () => {
    expect(() => group({ declaration: { ready: ['bin/ready'] } })).toThrow(
      'service "shop": process "web" has a route: got no path for ready, allowed a path such as /ready, which the load balancer can ask',
    );
  });
});

describe('a process that speaks something else than HTTP/1.1', () => {
  const speaking = (protocol: 'http2' | 'grpc') =>
    build({ declaration: protocol === 'grpc' ? { protocol, ready: { grpc: '' } } : { protocol } });

  test('has a target group of that version, which asks whether it answers at all by its own way', () => {
    expect(only(speaking('http2'), 'aws_lb_target_group')).toMatchObject({
      name: 'test-shop-web-http2',
      protocol_version: 'HTTP2',
      health_check: { path: '/ready', matcher: '200-499' },
    });
    expect(only(speaking('grpc'), 'aws_lb_target_group')).toMatchObject({
      name: 'test-shop-web-grpc',
      protocol_version: 'GRPC',
      health_check: { path: '/grpc.health.v1.Health/Check', matcher: '0-99' },
    });
    expect(only(build(), 'aws_lb_target_group').protocol_version).toBeUndefined();
  });

  test('has a group and a binding of its own, as neither can be changed to another version', () => {
    const names = [build(), speaking('http2'), speaking('grpc')].map((synthesized) => [
      ...Object.keys(synthesized.resource.aws_lb_target_group!),
      only(synthesized, 'kubernetes_manifest').manifest.metadata.name,
    ]);
    expect(names).toEqual([
      ['routes_targets-stable', 'shop-web'],
      ['routes_targets-stable-http2', 'shop-web-http2'],
      ['routes_targets-stable-grpc', 'shop-web-grpc'],
    ]);
  });
});

test('a binding registers the pods of a Service, and opens no security group by itself', () => {
  const { manifest } = only(build(), 'kubernetes_manifest');
  expect(manifest).toEqual({
    apiVersion: 'eks.amazonaws.com/v1',
    kind: 'TargetGroupBinding',
    metadata: { name: 'shop-web', namespace: 'g' },
    spec: {
      targetType: 'ip',
      targetGroupARN: '${aws_lb_target_group.routes_targets-stable.arn}',
      serviceRef: { name: '${kubernetes_service_v1.service-stable.metadata[0].name}', port: 'http' },
    },
  });
});

test('a pod waits for its binding, without which it counts as ready before the load balancer knows it', () => {
  expect(build().resource.kubernetes_config_map_v1!['deployment-stable'].depends_on).toEqual([
    'aws_vpc_security_group_egress_rule.routing_to-pods-8080',
    'aws_vpc_security_group_ingress_rule.routing_from-balancer-8080',
    'kubernetes_manifest.routes_targets-stable_binding',
  ]);
});
