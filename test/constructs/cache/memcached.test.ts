import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { Memcached, type MemcachedProps } from '../../../constructs/cache/memcached';
import { all, only, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { expression, neighbours } from '../neighbours';

interface Built {
  readonly synthesized: Synthesized;
  readonly made: Memcached;
  readonly alarms: Record<string, MetricAlarmProps>;
}

function build(
  parameters: Partial<MemcachedProps['parameters']> = {},
  use: (made: Memcached) => void = () => {},
): Built {
  let made!: Memcached;
  let alarms!: Built['alarms'];
  const synthesized = synth((stack) => {
    const { naming, network, alerts, ...rest } = neighbours(stack);
    alarms = rest.alarms;
    made = new Memcached(stack, 'pages', {
      naming,
      network,
      alerts,
      name: 'pages',
      port: 11212,
      parameters: {
        ...environment().parameters.caches.pages!,
        version: '1.6.22',
        nodeType: 'cache.t4g.small',
        nodes: 1,
        ...parameters,
      },
    });
    use(made);
  });
  return { synthesized, made, alarms };
}

const cluster = (parameters?: Partial<MemcachedProps['parameters']>) =>
  only(build(parameters).synthesized, 'aws_elasticache_cluster');

test('nobody can reach it, as whoever can may read everything: a security group without a rule', () => {
  const { synthesized } = build();
  expect(only(synthesized, 'aws_elasticache_subnet_group').subnet_ids).toEqual([
    'subnet-a',
    'subnet-b',
    'subnet-c',
  ]);
  expect(only(synthesized, 'aws_elasticache_cluster')).toMatchObject({
    subnet_group_name: '${aws_elasticache_subnet_group.pages_subnet-group.name}',
    security_group_ids: ['${aws_security_group.pages_security-group.id}'],
  });
  expect(all(synthesized, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
  expect(all(synthesized, 'aws_vpc_security_group_egress_rule')).toEqual([]);
});

test('a rule on its security group lets a client in, at the port where the cache listens', () => {
  const { synthesized } = build({}, ({ securityGroup, port }) => {
    const peer = { securityGroupId: 'sg-shop' };
    securityGroup.allowFrom('shop', { peer, port, description: 'The shop keeps pages' });
  });
  expect(only(synthesized, 'aws_elasticache_cluster').port).toBe(11212);
  expect(only(synthesized, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
    security_group_id: '${aws_security_group.pages_security-group.id}',
    from_port: 11212,
    to_port: 11212,
  });
});

test('a connection without TLS is refused', () => {
  expect(cluster().transit_encryption_enabled).toBe(true);
});

test('no client can empty the cache for all the others', () => {
  expect(only(build().synthesized, 'aws_elasticache_parameter_group').parameter).toEqual([
    { name: 'disable_flush_all', value: '1' },
  ]);
});

test('two nodes or more are spread over zones, so that a zone takes only its share of the keys along', () => {
  expect(cluster({ nodes: 1 })).toMatchObject({ num_cache_nodes: 1, az_mode: 'single-az' });
  expect(cluster({ nodes: 2 })).toMatchObject({ num_cache_nodes: 2, az_mode: 'cross-az' });
});

test('what the parameters say is what is made, at once', () => {
  expect(cluster({ version: '1.6.30', nodeType: 'cache.r7g.large' })).toMatchObject({
    cluster_id: 'test-pages',
    engine: 'memcached',
    engine_version: '1.6.30',
    node_type: 'cache.r7g.large',
    apply_immediately: true,
  });
});

test('its parameter group is of its family', () => {
  expect(only(build().synthesized, 'aws_elasticache_parameter_group')).toMatchObject({
    family: 'memcached1.6',
    name: 'test-pages-memcached1-6',
    lifecycle: { create_before_destroy: true },
  });
});

test('each node has alarms of its own, as it loses its share of the keys by itself', () => {
  const { alarms } = build({ nodes: 2 });
  expect(Object.keys(alarms)).toEqual(['cpu-1', 'evictions-1', 'cpu-2', 'evictions-2']);
  const { CacheClusterId, CacheNodeId } = alarms['cpu-2']!.dimensions;
  expect(expression(CacheClusterId!)).toBe('${aws_elasticache_cluster.pages.cluster_id}');
  expect(CacheNodeId).toBe('0002');
});

test('a node that is silent is told of, though nobody is woken for a cache that can be filled again', () => {
  const { alarms } = build();
  expect(alarms['cpu-1']).toMatchObject({
    severity: 'warning',
    silence: 'alarm',
    threshold: { above: 90 },
  });
  expect(alarms['evictions-1']).toMatchObject({ severity: 'warning', threshold: { above: 0 } });
});

test('services learn where to ask for the nodes', () => {
  expect(expression(build().made.host)).toBe('${aws_elasticache_cluster.pages.cluster_address}');
});

test('clients without auto discovery are told of every node, as the keys are spread over them', () => {
  const node = (index: number) => `\${aws_elasticache_cluster.pages.cache_nodes[${index}].address}:11212`;
  expect(build({ nodes: 2 }).made.servers.map(expression)).toEqual([node(0), node(1)]);
});
