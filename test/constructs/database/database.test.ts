import * as fc from 'fast-check';
import { protection } from '../../../constructs/core/protection';
import { all, naming, only } from '../../helpers';
import { expression } from '../neighbours';
import { build, type Change } from './built-database';

const mysql: Change = { engine: 'mysql', port: 3306, parameters: { version: '8.4.10' } };
const instance = (change?: Change) => only(build(change).synthesized, 'aws_db_instance');
const group = (change?: Change) => only(build(change).synthesized, 'aws_db_parameter_group');

test('nobody can reach it: data subnets, no public address, and a security group without a rule', () => {
  const { synthesized } = build();
  expect(only(synthesized, 'aws_db_subnet_group').subnet_ids).toEqual(['subnet-a', 'subnet-b', 'subnet-c']);
  expect(only(synthesized, 'aws_db_instance')).toMatchObject({
    publicly_accessible: false,
    db_subnet_group_name: '${aws_db_subnet_group.orders_subnet-group.name}',
    vpc_security_group_ids: ['${aws_security_group.orders_security-group.id}'],
  });
  expect(all(synthesized, 'aws_vpc_security_group_ingress_rule')).toEqual([]);
  expect(all(synthesized, 'aws_vpc_security_group_egress_rule')).toEqual([]);
});

test('a rule on its security group lets a client in, at the port where the database listens', () => {
  const { synthesized } = build({ ...mysql, port: 3307 }, ({ securityGroup, port }) => {
    const peer = { securityGroupId: 'sg-shop' };
    securityGroup.allowFrom('shop', { peer, port, description: 'The shop reads orders' });
  });
  expect(only(synthesized, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
    security_group_id: '${aws_security_group.orders_security-group.id}',
    referenced_security_group_id: 'sg-shop',
    from_port: 3307,
    to_port: 3307,
  });
  expect(only(synthesized, 'aws_db_instance').port).toBe(3307);
});

test('no password is known to Terraform: RDS makes it, in a secret under the key for secrets', () => {
  const { synthesized, made } = build();
  const database = only(synthesized, 'aws_db_instance');
  expect(database).toMatchObject({
    manage_master_user_password: true,
    master_user_secret_kms_key_id: '${aws_kms_key.keys_secrets.arn}',
    iam_database_authentication_enabled: true,
  });
  expect(Object.keys(database).filter((key) => key.startsWith('password'))).toEqual([]);
  expect(expression(made.secretArn)).toBe('${aws_db_instance.orders.master_user_secret[0].secret_arn}');
});

test('everything at rest is under the key for data: disk, snapshots and Performance Insights', () => {
  expect(instance()).toMatchObject({
    storage_encrypted: true,
    kms_key_id: '${aws_kms_key.keys_data.arn}',
    performance_insights_kms_key_id: '${aws_kms_key.keys_data.arn}',
    copy_tags_to_snapshot: true,
  });
});

test('a connection without TLS is refused, slow statements are logged, and migrations may make triggers, by either engine', () => {
  const settings = (change?: Change) =>
    Object.fromEntries(
      group(change).parameter.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
  expect(settings()).toMatchObject({
    'rds.force_ssl': '1',
    log_min_duration_statement: '1000',
    log_statement: 'ddl',
  });
  expect(settings(mysql)).toMatchObject({
    require_secure_transport: '1',
    slow_query_log: '1',
    long_query_time: '1',
    log_output: 'FILE',
    log_bin_trust_function_creators: '1',
  });
});

test('TLS stays forced without a change in each plan: RDS reads back pending-reboot for a value that is the default', () => {
  const methods = Object.fromEntries(
    group().parameter.map(({ name, apply_method }: { name: string; apply_method: string }) => [
      name,
      apply_method,
    ]),
  );
  expect(methods['rds.force_ssl']).toBe('pending-reboot');
});

test('from 400 GiB on the database asks for what RDS gives four volumes, and below for nothing, which RDS would refuse', () => {
  const storage = (storageGiB: number) => {
    const { iops, storage_throughput } = instance({ parameters: { storageGiB, maxStorageGiB: 1000 } });
    return { iops, storage_throughput };
  };
  expect(storage(399)).toEqual({ iops: undefined, storage_throughput: undefined });
  expect(storage(400)).toEqual({ iops: 12_000, storage_throughput: 500 });
});

test.each([
  ['postgres', '17.10', 'postgres17', 'test-orders-postgres17'],
  ['postgres', '18.4', 'postgres18', 'test-orders-postgres18'],
  ['mysql', '8.4.10', 'mysql8.4', 'test-orders-mysql8-4'],
] as const)(
  'a major upgrade to %s %s brings a parameter group of its own beside the old one',
  (engine, version, family, name) => {
    expect(group({ engine, parameters: { version } })).toMatchObject({
      family,
      name,
      lifecycle: { create_before_destroy: true },
    });
  },
);

test('the version is the one in the file, be it a major upgrade, and RDS changes it for no one', () => {
  expect(instance({ parameters: { version: '18.4' } })).toMatchObject({
    engine_version: '18.4',
    allow_major_version_upgrade: true,
    auto_minor_version_upgrade: false,
    engine_lifecycle_support: 'open-source-rds-extended-support-disabled',
    apply_immediately: true,
  });
});

test('what the parameters say is what is made', () => {
  const change = {
    parameters: {
      instanceClass: 'db.r7g.xlarge',
      storageGiB: 200,
      maxStorageGiB: 1000,
      multiAz: true,
      backupRetentionDays: 35,
    },
  };
  expect(instance(change)).toMatchObject({
    instance_class: 'db.r7g.xlarge',
    storage_type: 'gp3',
    allocated_storage: 200,
    max_allocated_storage: 1000,
    multi_az: true,
    backup_retention_period: 35,
  });
});

test('backups are over before maintenance begins, as RDS refuses windows that touch', () => {
  const { backup_window, maintenance_window } = instance();
  const [, backupEnds] = backup_window.split('-');
  const [, maintenanceBegins] = /^sun:(\d\d:\d\d)-/.exec(maintenance_window) ?? [];
  expect(maintenanceBegins && backupEnds < maintenanceBegins).toBe(true);
});

test('a protected database refuses to be destroyed, and leaves a snapshot and its backups if it is', () => {
  const { synthesized } = build({ protection: protection(true) });
  expect(only(synthesized, 'aws_db_instance')).toMatchObject({
    deletion_protection: true,
    delete_automated_backups: false,
    skip_final_snapshot: false,
    final_snapshot_identifier: 'test-orders-${terraform_data.orders_last-snapshot.id}',
    lifecycle: { prevent_destroy: true },
  });
});

test('the last snapshot of what replaces it has another name, as AWS refuses one that is taken', () => {
  const { synthesized } = build({ protection: protection(true) });
  expect(only(synthesized, 'terraform_data').triggers_replace).toEqual({
    engine: 'postgres',
    key: '${aws_kms_key.keys_data.arn}',
  });
});

test('a disposable database vanishes at once, with its backups', () => {
  const { synthesized } = build();
  expect(only(synthesized, 'aws_db_instance')).toMatchObject({
    deletion_protection: false,
    delete_automated_backups: true,
    skip_final_snapshot: true,
    lifecycle: { prevent_destroy: false },
  });
  expect(only(synthesized, 'aws_db_instance').final_snapshot_identifier).toBeUndefined();
});

test.each([
  ['postgres', {}, ['postgresql', 'upgrade', 'iam-db-auth-error']],
  ['mysql', mysql, ['error', 'slowquery', 'iam-db-auth-error']],
] as const)(
  'the logs of %s go to groups made before RDS could make them without key and retention',
  (_, change, logs) => {
    const { synthesized } = build(change);
    const { enabled_cloudwatch_logs_exports, depends_on } = only(synthesized, 'aws_db_instance');
    expect(enabled_cloudwatch_logs_exports).toEqual(logs);
    expect(all(synthesized, 'aws_cloudwatch_log_group').map(({ name }) => name)).toEqual(
      logs.map((log) => `/aws/rds/instance/test-orders/${log}`).sort(),
    );
    expect(depends_on).toEqual(logs.map((log) => `aws_cloudwatch_log_group.orders_${log}-logs`));
  },
);

test('the operating system is measured each minute, by a role for RDS in this account alone', () => {
  const { synthesized } = build();
  expect(only(synthesized, 'aws_db_instance')).toMatchObject({
    monitoring_interval: 60,
    monitoring_role_arn:
      'arn:aws:iam::123456789012:role/${aws_iam_role_policy_attachment.orders_monitoring.role}',
    performance_insights_enabled: true,
  });
  expect(JSON.parse(only(synthesized, 'aws_iam_role').assume_role_policy).Statement).toEqual([
    {
      Sid: 'ServiceOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'monitoring.rds.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    },
  ]);
  expect(only(synthesized, 'aws_iam_role_policy_attachment').policy_arn).toBe(
    'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
  );
});

test('the database on the server has the name that services are told, without a dash', () => {
  const { made, synthesized } = build({ name: 'old-orders' });
  expect(made.databaseName).toBe('old_orders');
  expect(only(synthesized, 'aws_db_instance')).toMatchObject({
    identifier: 'test-old-orders',
    db_name: 'old_orders',
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter(({ length }) => length <= 20);

test('any name of a backing service in any environment gives names that AWS takes', () => {
  fc.assert(
    fc.property(word, word, (environment, name) => {
      const { identifier } = instance({ name, naming: { ...naming, environment } });
      expect(identifier).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/);
    }),
    { numRuns: 20 },
  );
});
