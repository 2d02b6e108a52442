import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { at, list } from '../value';
import { fromTo, isOff, type Setting, switchedOff, taken, weakened } from './setting';

const ALGORITHM = 'rule.0.apply_server_side_encryption_by_default.0.sse_algorithm';

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'],
    path: 'storage_encrypted',
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'does not encrypt its storage',
  },
  {
    types: ['aws_elasticache_replication_group'],
    path: 'at_rest_encryption_enabled',
    isWeaker: (was, will) => isTrue(was) && !isTrue(will),
    isBad: (value) => value === 'false',
    says: 'does not encrypt what it stores',
  },
  {
    types: ['aws_elasticache_replication_group', 'aws_elasticache_cluster'],
    path: 'transit_encryption_enabled',
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'takes connections without TLS',
  },
  {
    types: ['aws_elasticache_replication_group'],
    path: 'transit_encryption_mode',
    isWeaker: (was, will) => was === 'required' && will !== 'required',
    says: 'takes connections without TLS',
  },
  ...['kms_key_id', 'kms_key_arn', 'kms_master_key_id', 'kms_key'].map((path) => ({
    types: [
      ...[
        'aws_cloudwatch_log_group',
        'aws_cloudtrail',
        'aws_sns_topic',
        'aws_sqs_queue',
        'aws_kinesis_stream',
      ],
      ...[
        'aws_secretsmanager_secret',
        'aws_db_instance',
        'aws_elasticache_replication_group',
        'aws_ebs_volume',
      ],
    ],
    path,
    isWeaker: taken,
    says: 'is no longer encrypted by a key of its own',
  })),
  {
    types: ['aws_kinesis_stream'],
    path: 'encryption_type',
    isWeaker: (was, will) => was === 'KMS' && will !== 'KMS',
    says: 'no longer encrypts its records',
  },
  {
    types: ['aws_s3_bucket_server_side_encryption_configuration'],
    path: ALGORITHM,
    isWeaker: (was, will) => /^aws:kms/.test(`${was}`) && !/^aws:kms/.test(`${will}`),
    says: (was, will) => `encrypts by ${fromTo(was, will)}, no longer by a key of its own`,
  },
  {
    types: ['aws_kms_key'],
    path: 'enable_key_rotation',
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'no longer rotates',
  },
  {
    types: ['aws_kms_key'],
    path: 'is_enabled',
    isWeaker: switchedOff,
    says: 'is switched off: nothing that it encrypted can be read',
  },
  {
    types: ['aws_eks_cluster'],
    path: 'encryption_config',
    isWeaker: taken,
    says: 'no longer encrypts Kubernetes secrets by a key of its own',
  },
  {
    types: ['aws_ssm_parameter'],
    path: 'type',
    isWeaker: (was, will) => was === 'SecureString' && will !== 'SecureString',
    says: 'is no longer encrypted',
  },
  {
    types: ['aws_lb_listener'],
    path: 'protocol',
    isWeaker: (was, will) => /^(HTTPS|TLS)$/.test(`${was}`) && !/^(HTTPS|TLS)$/.test(`${will}`),
    says: (was, will) => `speaks ${fromTo(was, will)}`,
  },
  {
    types: ['aws_lb_listener'],
    path: 'ssl_policy',
    isWeaker: (was, will) => tls(`${will}`) < tls(`${was}`),
    says: (was, will) => `takes older TLS: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_cloudfront_distribution'],
    path: 'viewer_certificate.0.minimum_protocol_version',
    isWeaker: (was, will) => tls(`${will}`) < tls(`${was}`),
    says: (was, will) => `takes older TLS: ${fromTo(was, will)}`,
  },
];

/** Parameters by which a database refuses connections without TLS, and what they have to be. */
const TLS_ONLY: Readonly<Record<string, RegExp>> = {
  'rds.force_ssl': /^1$/,
  require_secure_transport: /^(1|ON)$/i,
};

export const encryptionWeakened: Rule = {
  id: 'encryption-weakened',
  kind: 'exposure',
  finds: 'encryption, its key, the rotation of a key or TLS is taken away or weakened',
  judge: (change, plan) =>
    allOf(weakened(change, SETTINGS), withoutTls(change), withoutConfiguration(change, plan)),
};

function withoutTls(change: Change): string | undefined {
  if (!change.stays || !/^aws_(db|rds_cluster)_parameter_group$/.test(change.type)) return undefined;
  const value = (side: 'was' | 'will', name: string) => {
    const found = list(change[side]('parameter')).find((parameter) => at(parameter, 'name') === name);
    return `${at(found, 'value') ?? ''}`;
  };
  const name = Object.keys(TLS_ONLY).find(
    (name) => TLS_ONLY[name]!.test(value('was', name)) && !TLS_ONLY[name]!.test(value('will', name)),
  );
  return (
    name &&
    `lets databases take connections without TLS: ${name} ${fromTo(value('was', name), value('will', name))}`
  );
}

function withoutConfiguration(change: Change, plan: Plan): string | undefined {
  const isLost =
    change.type === 'aws_s3_bucket_server_side_encryption_configuration' &&
    change.action === 'delete' &&
    !plan.deletes(change.was('bucket'), 'aws_s3_bucket');
  return isLost ? 'is deleted: the bucket encrypts by no key of its own' : undefined;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** The oldest TLS that a policy takes, by its name: ELBSecurityPolicy-TLS13-1-2-2021-06, TLSv1.2_2021. Else 1.0. */
function tls(policy: string): number {
  if (/TLS13-1-3/.test(policy)) return 3;
  return /TLS13-1-2|TLS-1-2|TLSv1\.2|FS-1-2/.test(policy)
    ? 2
    : /TLS13-1-1|TLS-1-1|TLSv1\.1|FS-1-1/.test(policy)
      ? 1
      : 0;
}
