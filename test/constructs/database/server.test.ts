import { protection } from '../../../constructs/core/protection';
import type { DatabaseParameters } from '../../../parameters/kinds/database';
import { all, only } from '../../helpers';
import { expression } from '../neighbours';
import { build } from './built-database';

type Server = NonNullable<DatabaseParameters['server']>;

const old: Server['old'] = [{ name: 'a', version: '17.10' }];
const restored = (server: Partial<Server> = {}, change: object = {}) =>
  build({ parameters: { server: { name: 'b', old: [], ...server } }, ...change });
const servers = ({ synthesized }: ReturnType<typeof build>) => synthesized.resource.aws_db_instance!;
const first = (built: ReturnType<typeof build>) => servers(built).orders;
const second = (built: ReturnType<typeof build>) => servers(built).orders_b;

test('a restored server stands beside the damaged one, which keeps its address and its name', () => {
  const built = restored({ restored: { snapshot: 'before' }, old });
  expect(first(built)).toMatchObject({ identifier: 'test-orders' });
  expect(first(built).snapshot_identifier).toBeUndefined();
  expect(second(built)).toMatchObject({ identifier: 'test-orders-b', snapshot_identifier: 'before' });
});

test('it has all that the damaged one had: key, subnets, parameters, logs, monitoring, and who may reach it', () => {
  const before = only(build().synthesized, 'aws_db_instance');
  const { identifier, enabled_cloudwatch_logs_exports, depends_on, lifecycle, snapshot_identifier, ...same } =
    second(restored({ restored: { snapshot: 'before' }, old }));
  expect(before).toMatchObject({ ...same, enabled_cloudwatch_logs_exports });
  expect(depends_on).toEqual(
    enabled_cloudwatch_logs_exports.map((log: string) => `aws_cloudwatch_log_group.orders_b_${log}-logs`),
  );
});

test('its disk is as large as that of its source, which may have grown, and grows as the file says later', () => {
  const size = (server: Partial<Server>) =>
    second(
      restored(server, {
        parameters: { storageGiB: 400, maxStorageGiB: 900, server: { name: 'b', old: [], ...server } },
      }),
    );
  expect(size({ restored: { snapshot: 'before' } })).toMatchObject({ max_allocated_storage: 900 });
  for (const key of ['allocated_storage', 'iops', 'storage_throughput', 'db_name']) {
    expect(size({ restored: { snapshot: 'before' } })[key]).toBeUndefined();
    expect(size({})[key]).toBeDefined();
  }
});

test.each([
  [
    { pointInTime: '2026-11-29T10:00:00Z', of: 'a' },
    { restore_time: '2026-11-29T10:00:00Z', source_db_instance_identifier: 'test-orders' },
  ],
  [
    { pointInTime: 'latest', of: 'b' },
    { use_latest_restorable_time: true, source_db_instance_identifier: 'test-orders-b' },
  ],
  [
    { pointInTime: 'latest', of: 'db-ABC' },
    { use_latest_restorable_time: true, source_dbi_resource_id: 'db-ABC' },
  ],
])('%j is asked of RDS', (from, asked) => {
  const built = restored({ name: 'c', restored: from });
  expect(servers(built).orders_c.restore_to_point_in_time).toEqual(asked);
});

test('services, alarms and the master secret are those of the server in use', () => {
  const { made, alarms } = restored({ old });
  expect(expression(made.host)).toBe('${aws_db_instance.orders_b.address}');
  expect(expression(made.resourceId)).toBe('${aws_db_instance.orders_b.resource_id}');
  expect(expression(made.secretArn)).toBe('${aws_db_instance.orders_b.master_user_secret[0].secret_arn}');
  expect(expression(made.securityGroup.id)).toBe('${aws_security_group.orders_security-group.id}');
  expect(
    Object.values(alarms).map(({ dimensions }) => expression(dimensions!.DBInstanceIdentifier!)),
  ).toEqual(['${aws_db_instance.orders_b.identifier}', 'test-orders-b', 'test-orders-b', 'test-orders-b']);
});

test('the old server is closed to everybody, but only once the new one is there', () => {
  const built = restored({ old });
  expect(first(built).vpc_security_group_ids).toEqual(['${aws_security_group.orders_old-security-group.id}']);
  expect(first(built).depends_on).toContain('aws_db_instance.orders_b');
  expect(all(built.synthesized, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
});

test('the old server stays protected and as it is, though the version and the size of the database change', () => {
  const built = restored({ old: [{ name: 'a', version: '18.4' }] }, { protection: protection(true) });
  expect(first(built)).toMatchObject({
    deletion_protection: true,
    final_snapshot_identifier: expect.stringContaining('test-orders-'),
    parameter_group_name: '${aws_db_parameter_group.orders_parameter-group-old-a.name}',
    lifecycle: {
      prevent_destroy: true,
      ignore_changes: expect.arrayContaining(['engine_version', 'instance_class', 'allocated_storage']),
    },
  });
  expect(built.synthesized.resource.aws_db_parameter_group!['orders_parameter-group-old-a']).toMatchObject({
    name: 'test-orders-old-a-postgres18',
    family: 'postgres18',
  });
});

test('no later edit of what it began with replaces the server in use, nor does its removal', () => {
  const ignored = ['snapshot_identifier', 'restore_to_point_in_time', 'db_name', 'username'];
  for (const from of [{ snapshot: 'before' }, { pointInTime: 'latest', of: 'db-ABC' }, undefined]) {
    expect(second(restored({ restored: from })).lifecycle.ignore_changes).toEqual(ignored);
  }
});

test('once the old server is out of the file, the one in use is what it was', () => {
  const { synthesized } = restored();
  expect(only(synthesized, 'aws_db_instance')).toEqual(second(restored({ old })));
  expect(all(synthesized, 'aws_security_group')).toHaveLength(1);
});

test('each server leaves a last snapshot of its own name', () => {
  const built = restored({ old }, { protection: protection(true) });
  expect(first(built).final_snapshot_identifier).toBe(
    'test-orders-${terraform_data.orders_last-snapshot.id}',
  );
  expect(second(built).final_snapshot_identifier).toBe(
    'test-orders-${terraform_data.orders_b_last-snapshot.id}',
  );
});
