// Resources that several cases begin with.

export const database = {
  identifier: 'db-$',
  db_name: 'app',
  engine: 'postgres',
  engine_version: '17.5',
  instance_class: 'db.t4g.small',
  allocated_storage: 20,
  username: 'master',
  manage_master_user_password: true,
  storage_encrypted: true,
  backup_retention_period: 7,
  deletion_protection: true,
  skip_final_snapshot: false,
  final_snapshot_identifier: 'db-$-last',
  apply_immediately: true,
};

export const redis = {
  replication_group_id: 'r-$',
  description: 'sessions',
  engine: 'redis',
  engine_version: '7.1',
  node_type: 'cache.t4g.micro',
  num_cache_clusters: 1,
  at_rest_encryption_enabled: true,
  transit_encryption_enabled: true,
  snapshot_retention_limit: 7,
  apply_immediately: true,
};

export const key = { description: 'key $', enable_key_rotation: true, deletion_window_in_days: 30 };

export const role = {
  name: 'role-$',
  assume_role_policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
};

export const logGroup = { name: '/logs/$', retention_in_days: 30 };

export const stream = {
  name: 'stream-$',
  shard_count: 1,
  retention_period: 48,
  encryption_type: 'KMS',
  kms_key_id: '${aws_kms_key.shared.arn}',
};

export const group = { name: 'group-$', description: 'test', vpc_id: '${aws_vpc.shared.id}' };

export const alarm = {
  alarm_name: 'alarm-$',
  comparison_operator: 'GreaterThanThreshold',
  evaluation_periods: 1,
  metric_name: 'Errors',
  namespace: 'Test',
  period: 60,
  statistic: 'Sum',
  threshold: 1,
  alarm_actions: ['arn:aws:sns:eu-central-1:999999999999:alerts'],
};

export const aurora = {
  cluster_identifier: 'a-$',
  engine: 'aurora-postgresql',
  master_username: 'master',
  manage_master_user_password: true,
  storage_encrypted: true,
  skip_final_snapshot: true,
};

export const files = { creation_token: '$', encrypted: true };

export const subnets = ['${aws_subnet.shared.id}', '${aws_subnet.shared2.id}'];

export const balancer = { name: 'lb-$', internal: true, subnets };
