import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { sendsLess } from '../kubernetes/senders';
import { ENCRYPTION_OBJECTS } from '../kubernetes/settings/encryption';
import { weakerObjects } from '../kubernetes/settings/object-setting';
import { hostsWithoutTls, listenersWithoutTls } from '../kubernetes/settings/tls-hosts';
import { LISTENERS, TARGET_GROUPS } from '../network/load-balancers';
import type { Plan } from '../plan';
import { type Guard, guardGone, ofBucket } from '../setting/guard';
import { ENCRYPTION_NAMES } from '../setting/names/encryption';
import { another, given, isSet, lost, numberOf, switchedOff, taken } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { everyHours } from '../setting/schedule';
import { isOff, partOf, type Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { olderTls } from '../setting/strength';
import { weakening } from '../setting/weakening';
import { at, list, Mark, type Value } from '../value';

const ALGORITHM = 'rule.0.apply_server_side_encryption_by_default.0.sse_algorithm';

export const SETTINGS: readonly Setting[] = [
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
    isWeaker: lost('required'),
    says: 'takes connections without TLS',
  },
  {
    types: ['aws_kinesis_stream'],
    path: 'encryption_type',
    isWeaker: lost('KMS'),
    isBad: (value) => value === 'NONE',
    says: (was) => (was === undefined ? 'does not encrypt its records' : 'no longer encrypts its records'),
  },
  {
    types: ['aws_kms_alias'],
    path: 'target_key_id',
    isWeaker: (was, will) => another(was, will) && !(will instanceof Mark),
    says: (was, will) => `leads to another key: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_route53_hosted_zone_dnssec'],
    path: 'signing_status',
    isWeaker: lost('SIGNING'),
    says: 'no longer signs its answers: others can be put in their place',
  },
  {
    types: ['aws_transfer_server'],
    path: 'protocols',
    isWeaker: (was, will) => list(will).includes('FTP') && !list(was).includes('FTP'),
    isBad: (value) => list(value).includes('FTP'),
    says: 'takes files and passwords without encryption: FTP',
  },
  {
    types: ['aws_s3_bucket_server_side_encryption_configuration'],
    path: ALGORITHM,
    isWeaker: lost(/^aws:kms/),
    says: (was, will) => `encrypts by ${fromTo(was, will)}, no longer by a key of its own`,
  },
  {
    types: ['aws_kms_key'],
    path: 'enable_key_rotation',
    isWeaker: switchedOff,
    isBad: isOff,
    says: (was) => (was === undefined ? 'does not rotate' : 'no longer rotates'),
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
    isWeaker: lost('SecureString'),
    says: 'is no longer encrypted',
  },
  {
    types: LISTENERS,
    path: 'protocol',
    isWeaker: lost(/^(HTTPS|TLS)$/),
    says: (was, will) => `speaks ${fromTo(was, will)}`,
  },
  {
    types: TARGET_GROUPS,
    path: 'protocol',
    isWeaker: lost(/^(HTTPS|TLS)$/),
    says: (was, will) => `sends requests on without TLS: ${fromTo(was, will)}`,
  },
  {
    types: LISTENERS,
    path: 'default_action.0.type',
    isWeaker: lost('redirect'),
    unless: (listener) => at(listener, 'protocol') !== 'HTTP',
    isBad: (type) => type === 'forward',
    says: 'answers requests without TLS, and does not send them to HTTPS',
  },
  {
    types: LISTENERS,
    path: 'default_action.0.redirect.0.protocol',
    isWeaker: lost('HTTPS'),
    unless: (listener) => list(at(listener, 'default_action.0.redirect')).length === 0,
    says: 'no longer sends requests to HTTPS',
  },
  {
    types: ['aws_lb_listener_rule', 'aws_alb_listener_rule'],
    path: 'action.0.redirect.0.protocol',
    isWeaker: lost('HTTPS'),
    says: 'no longer sends requests to HTTPS',
  },
  {
    types: ['aws_elb'],
    path: 'listener.*.lb_protocol',
    isWeaker: lost(/^(https|ssl)$/i),
    subject: (listener) => `${at(listener, 'lb_port')}`,
    says: (was, will) => `speaks ${fromTo(was, will)}`,
  },
  {
    types: ['aws_elb'],
    path: 'listener.*.instance_protocol',
    isWeaker: lost(/^(https|ssl)$/i),
    subject: (listener) => `${at(listener, 'lb_port')}`,
    says: (was, will) => `sends requests on without TLS: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_ebs_encryption_by_default'],
    path: 'enabled',
    absent: true,
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'leaves new volumes without encryption',
  },
  {
    types: ['aws_ebs_default_kms_key'],
    path: 'key_arn',
    isWeaker: (was, will) => !OF_AWS.test(`${was}`) && OF_AWS.test(`${will}`),
    says: (was, will) => `encrypts new volumes by a key of AWS: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_ssm_parameter'],
    path: 'insecure_value',
    isWeaker: given,
    says: 'shows its value in plans and in the state',
  },
  {
    types: LISTENERS,
    path: 'ssl_policy',
    isWeaker: olderTls,
    says: (was, will) => `takes weaker TLS: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_sqs_queue'],
    path: 'sqs_managed_sse_enabled',
    isWeaker: switchedOff,
    isBad: isOff,
    unless: (queue) => isSet(at(queue, 'kms_master_key_id')),
    says: 'does not encrypt its messages',
  },
];

const OF_AWS = /alias\/aws\//;

const GUARDS: Readonly<Record<string, Guard>> = {
  aws_s3_bucket_server_side_encryption_configuration: {
    of: ofBucket,
    lost: 'the bucket encrypts by no key of its own',
  },
};

/** Parameters by which a database refuses connections without TLS, and what they have to be. */
const TLS_ONLY: Readonly<Record<string, RegExp>> = {
  'rds.force_ssl': /^1$/,
  require_ssl: /^true$/i,
  tls: /^(enabled|tls1\..*|fips.*)$/i,
  require_secure_transport: /^(1|ON)$/i,
};

const weaker = weakening(SETTINGS, ENCRYPTION_NAMES);

export const encryptionWeakened: Rule = {
  id: 'encryption-weakened',
  kind: 'exposure',
  finds: 'encryption, its key, the rotation of a key or TLS is taken away or weakened',
  judge: (change, plan) =>
    allOf(
      weaker(change, plan),
      withoutTls(change),
      guardGone(change, plan, GUARDS),
      rotationEnds(change, plan),
      weakerObjects(change, plan, ENCRYPTION_OBJECTS),
      hostsWithoutTls(change, plan),
      listenersWithoutTls(change, plan),
      sendsLess(change, plan).open,
    ),
};

function withoutTls(change: Change): string | undefined {
  if (
    !change.stays ||
    !/^aws_(db|rds_cluster|docdb_cluster|redshift|neptune_cluster)_parameter_group$/.test(change.type)
  )
    return undefined;
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

/** How often a secret is made anew: by days, or by a schedule. */
function rotationEnds(change: Change, plan: Plan): string[] {
  if (change.type !== 'aws_secretsmanager_secret_rotation' || change.action === 'delete') return [];
  const before = earlier(change, plan);
  if (before === undefined) return [];
  const [was, will] = [rotates(before), rotates(change.after)];
  const isSeldomer = was.hours !== undefined && (will.hours === undefined || will.hours > was.hours);
  return isSeldomer ? [`rotates more seldom: ${fromTo(was.shown, will.shown)}`] : [];
}

function rotates(side: Value): { readonly hours: number | undefined; readonly shown: Value } {
  const [days, schedule] = ['automatically_after_days', 'schedule_expression'].map((path) =>
    partOf(side, `rotation_rules.0.${path}`),
  );
  const every = numberOf(days);
  if (every) return { hours: every * 24, shown: `${every} days` };
  return { hours: everyHours(schedule), shown: isSet(schedule) ? schedule : days };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
