import * as fc from 'fast-check';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { Cache, type CacheProps } from '../../../constructs/cache/cache';
import { protection } from '../../../constructs/core/protection';
import { all, naming, only, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { expression, neighbours } from '../neighbours';

interface Change extends Partial<Omit<CacheProps, 'parameters'>> {
  readonly parameters?: Partial<CacheProps['parameters']>;
}

interface Built {
  readonly synthesized: Synthesized;
  readonly made: Cache;
  readonly alarms: Record<string, MetricAlarmProps>;
}

function build({ parameters, ...props }: Change = {}, use: (made: Cache) => void = () => {}): Built {
  let made!: Cache;
  let alarms!: Built['alarms'];
  const synthesized = synth((stack) => {
    const given = neighbours(stack);
    alarms = given.alarms;
    made = new Cache(stack, 'sessions', {
      ...given,
      protection: protection(false),
      name: 'sessions',
      engine: 'redis',
      port: 6379,
      eviction: 'noeviction',
      parameters: {
        ...environment().parameters.caches.sessions!,
        version: '7.1',
        nodeType: 'cache.t4g.small',
        nodes: 1,
        snapshotRetentionDays: 0,
        ...parameters,
      },
      ...props,
    });
    use(made);
  });
  return { synthesized, made, alarms };
}

const group = (change?: Change) => only(build(change).synthesized, 'aws_elasticache_replication_group');

test('nobody can reach it: data subnets, and a security group without a rule', () => {
  const { synthesized } = build();
  expect(only(synthesized, 'aws_elasticache_subnet_group').subnet_ids).toEqual([
    'subnet-a',
    'subnet-b',
    'subnet-c',
  ]);
  expect(only(synthesized, 'aws_elasticache_replication_group')).toMatchObject({
    subnet_group_name: '${aws_elasticache_subnet_group.sessions_subnet-group.name}',
    security_group_ids: ['${aws_security_group.sessions_security-group.id}'],
  });
  expect(all(synthesized, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
  expect(all(synthesized, 'aws_vpc_security_group_egress_rule')).toEqual([]);
});

test('a rule on its security group lets a client in, at the port where the cache listens', () => {
  const { synthesized } = build({ port: 6380 }, ({ securityGroup, port }) => {
    const peer = { securityGroupId: 'sg-shop' };
    securityGroup.allowFrom('shop', { peer, port, description: 'The shop keeps sessions' });
  });
  expect(only(synthesized, 'aws_elasticache_replication_group').port).toBe(6380);
  expect(only(synthesized, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
    security_group_id: '${aws_security_group.sessions_security-group.id}',
    from_port: 6380,
    to_port: 6380,
  });
});

test('a connection without TLS is refused, and what is at rest is under the key for data', () => {
  expect(group()).toMatchObject({
    transit_encryption_enabled: true,
    transit_encryption_mode: 'required',
    at_rest_encryption_enabled: 'true',
    kms_key_id: '${aws_kms_key.keys_data.arn}',
  });
});

test.each(['redis', 'valkey'] as const)(
  'a client of %s that signs in as nobody is refused, and no password exists to be known',
  (engine) => {
    const { synthesized } = build({ engine, parameters: { version: engine === 'redis' ? '7.1' : '8.0' } });
    const user = only(synthesized, 'aws_elasticache_user');
    expect(user).toMatchObject({
      user_name: 'default',
      access_string: 'off ~* -@all',
      no_password_required: true,
    });
    expect(user.passwords).toBeUndefined();
    expect(only(synthesized, 'aws_elasticache_user_group').user_ids).toEqual([
      '${aws_elasticache_user.sessions_default-user.user_id}',
    ]);
    const { user_group_ids, auth_token } = only(synthesized, 'aws_elasticache_replication_group');
    expect(user_group_ids).toEqual(['${aws_elasticache_user_group.sessions_user-group.user_group_id}']);
    expect(auth_token).toBeUndefined();
  },
);

test('the users that services add are not taken out by the next deploy of the platform', () => {
  const { made, synthesized } = build();
  expect(expression(made.userGroupId)).toBe(
    '${aws_elasticache_user_group.sessions_user-group.user_group_id}',
  );
  expect(only(synthesized, 'aws_elasticache_user_group').lifecycle).toEqual({ ignore_changes: ['user_ids'] });
});

test('two nodes or more are spread over zones and fail over; a single one has nowhere to go', () => {
  expect(group({ parameters: { nodes: 1 } })).toMatchObject({
    num_cache_clusters: 1,
    automatic_failover_enabled: false,
    multi_az_enabled: false,
  });
  expect(group({ parameters: { nodes: 2 } })).toMatchObject({
    num_cache_clusters: 2,
    automatic_failover_enabled: true,
    multi_az_enabled: true,
  });
});

test('what the parameters say is what is made, at once', () => {
  expect(group({ parameters: { nodeType: 'cache.r7g.large', snapshotRetentionDays: 14 } })).toMatchObject({
    engine: 'redis',
    engine_version: '7.1',
    node_type: 'cache.r7g.large',
    snapshot_retention_limit: 14,
    auto_minor_version_upgrade: 'false',
    apply_immediately: true,
  });
});

test.each([
  ['redis', '7.1', 'redis7', 'test-sessions-redis7'],
  ['valkey', '7.2', 'valkey7', 'test-sessions-valkey7'],
  ['valkey', '8.2', 'valkey8', 'test-sessions-valkey8'],
] as const)(
  'an upgrade to %s %s brings a parameter group of its own beside the old one',
  (engine, version, family, name) => {
    const { synthesized } = build({ engine, parameters: { version } });
    expect(only(synthesized, 'aws_elasticache_parameter_group')).toMatchObject({
      family,
      name,
      lifecycle: { create_before_destroy: true },
    });
  },
);

test.each(['noeviction', 'allkeys-lru'] as const)(
  'what a full cache does is what its declaration says: %s',
  (eviction) => {
    expect(only(build({ eviction }).synthesized, 'aws_elasticache_parameter_group').parameter).toEqual([
      { name: 'maxmemory-policy', value: eviction },
    ]);
  },
);

test('an old server of a restored store forgets no more than the store', () => {
  const server = { name: 'b', restored: { snapshot: 'before' }, old: [{ name: 'a', version: '7.1' }] };
  const { synthesized } = build({ parameters: { server } });
  for (const { parameter } of all(synthesized, 'aws_elasticache_parameter_group')) {
    expect(parameter).toEqual([{ name: 'maxmemory-policy', value: 'noeviction' }]);
  }
});

test('snapshots are over before maintenance begins, as ElastiCache refuses windows that overlap', () => {
  const { snapshot_window, maintenance_window } = group();
  const [, snapshotEnds] = snapshot_window.split('-');
  const [, maintenanceBegins] = /^sun:(\d\d:\d\d)-/.exec(maintenance_window) ?? [];
  expect(maintenanceBegins && snapshotEnds <= maintenanceBegins).toBe(true);
});

test('both logs go as JSON to groups of the environment', () => {
  const { synthesized } = build();
  const deliver = (log: string) => ({
    log_type: log,
    log_format: 'json',
    destination_type: 'cloudwatch-logs',
    destination: `\${aws_cloudwatch_log_group.sessions_${log}.name}`,
  });
  expect(only(synthesized, 'aws_elasticache_replication_group').log_delivery_configuration).toEqual([
    deliver('slow-log'),
    deliver('engine-log'),
  ]);
  expect(all(synthesized, 'aws_cloudwatch_log_group').map(({ name }) => name)).toEqual([
    '/aws/vendedlogs/acme/test/cache/sessions/engine-log',
    '/aws/vendedlogs/acme/test/cache/sessions/slow-log',
  ]);
});

test('a protected cache refuses to be destroyed, and leaves a snapshot if it is', () => {
  const { synthesized } = build({ protection: protection(true) });
  expect(only(synthesized, 'aws_elasticache_replication_group')).toMatchObject({
    final_snapshot_identifier: 'test-sessions-${terraform_data.sessions_last-snapshot.id}',
    lifecycle: { prevent_destroy: true },
  });
});

test('a disposable cache vanishes at once', () => {
  const disposable = group();
  expect(disposable.final_snapshot_identifier).toBeUndefined();
  expect(disposable.lifecycle).toEqual({ prevent_destroy: false });
});

test('each node has alarms of its own, on the member that it is', () => {
  const { alarms } = build({ parameters: { nodes: 3 } });
  const each = [1, 2, 3].flatMap((n) => [`memory-${n}`, `filling-${n}`, `cpu-${n}`, `connections-${n}`]);
  expect(Object.keys(alarms)).toEqual(each);
  const { CacheClusterId, CacheNodeId } = alarms['cpu-3']!.dimensions;
  expect(expression(CacheClusterId!)).toBe(
    '${element(tolist(aws_elasticache_replication_group.sessions.member_clusters), 2)}',
  );
  expect(CacheNodeId).toBe('0001');
});

test('a node that is full or silent is critical, one that is busy waits until morning', () => {
  const { alarms } = build({ eviction: 'volatile-lru' });
  expect(alarms['memory-1']).toMatchObject({
    severity: 'critical',
    silence: 'alarm',
    threshold: { above: 95 },
  });
  for (const id of ['evictions-1', 'filling-1', 'cpu-1', 'connections-1']) {
    expect(alarms[id]!.severity).toBe('warning');
    expect(alarms[id]!.silence).toBeUndefined();
  }
});

test.each([
  ['noeviction', ['filling-1'], 'refuses writes'],
  ['volatile-lru', ['filling-1', 'evictions-1'], 'evicts keys with a time to live, then refuses writes'],
  ['allkeys-lru', ['evictions-1'], 'evicts keys to store new ones'],
] as const)('%s: whoever is called learns what is lost, before writes fail', (eviction, ids, words) => {
  const { alarms } = build({ eviction });
  expect(Object.keys(alarms).filter((id) => /^(filling|evictions)/.test(id))).toEqual(ids);
  expect(alarms['memory-1']!.description).toContain(`is full and ${words}`);
  const filling = alarms['filling-1'];
  if (filling)
    expect(filling).toMatchObject({ metric: 'DatabaseMemoryUsagePercentage', threshold: { above: 80 } });
});

test('services are told of the primary, whichever node it is', () => {
  expect(expression(build().made.host)).toBe(
    '${aws_elasticache_replication_group.sessions.primary_endpoint_address}',
  );
});

const word = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter(({ length }) => length <= 20);

test('any name of a backing service in any environment gives names that AWS takes', () => {
  const legal = /^[a-z](?!.*--)[a-z0-9-]{0,38}[a-z0-9]$/;
  fc.assert(
    fc.property(word, word, (environment, name) => {
      const { synthesized } = build({ name, naming: { ...naming, environment } });
      const { user_id } = only(synthesized, 'aws_elasticache_user');
      const { user_group_id } = only(synthesized, 'aws_elasticache_user_group');
      const { replication_group_id } = only(synthesized, 'aws_elasticache_replication_group');
      for (const id of [user_id, user_group_id, replication_group_id]) expect(id).toMatch(legal);
    }),
    { numRuns: 20 },
  );
});

describe('restored', () => {
  const server = { name: 'b', restored: { snapshot: 'before' }, old: [{ name: 'a', version: '7.1' }] };
  const built = (changes = {}) => build({ parameters: { server: { ...server, ...changes } } });
  const groups = ({ synthesized }: Built) => synthesized.resource.aws_elasticache_replication_group!;

  test('a cache from a snapshot stands beside the old one, with its users, its settings and who may reach it', () => {
    const [restored, before] = [groups(built()).sessions_b, group()];
    const { replication_group_id, snapshot_name, lifecycle, ...same } = restored;
    expect({ replication_group_id, snapshot_name }).toEqual({
      replication_group_id: 'test-sessions-b',
      snapshot_name: 'before',
    });
    expect(before).toMatchObject(same);
    expect(lifecycle.ignore_changes).toEqual(['snapshot_name']);
    expect(expression(built().made.host)).toBe(
      '${aws_elasticache_replication_group.sessions_b.primary_endpoint_address}',
    );
  });

  test('the old one keeps its name and its size, and is closed once the new one is there', () => {
    expect(groups(built()).sessions).toMatchObject({
      replication_group_id: 'test-sessions',
      security_group_ids: ['${aws_security_group.sessions_old-security-group.id}'],
      parameter_group_name: '${aws_elasticache_parameter_group.sessions_parameter-group-old-a.name}',
      lifecycle: { ignore_changes: expect.arrayContaining(['node_type', 'engine_version']) },
      depends_on: ['aws_elasticache_replication_group.sessions_b'],
    });
  });

  test('once the old one is out of the file, the one in use is what it was', () => {
    expect(only(built({ old: [] }).synthesized, 'aws_elasticache_replication_group')).toEqual(
      groups(built()).sessions_b,
    );
  });
});
