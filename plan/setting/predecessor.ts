import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, canonical, isObject, list, type Value, type Values } from '../value';
import { truth } from './order';

/** What a resource is called, or is about. The first that it has tells. */
const SUBJECTS = [
  'alarm_name',
  'bucket',
  'resource_arn',
  'repository',
  'repository_name',
  'identifier',
  'name',
];

/** Settings of a bucket that once stood in the bucket itself, as their own resources have them. */
const INLINE: Readonly<Record<string, (bucket: Value) => Values | undefined>> = {
  aws_s3_bucket_versioning: (bucket) => {
    const versioning = list(at(bucket, 'versioning'))[0];
    if (!isObject(versioning)) return undefined;
    return { versioning_configuration: [{ status: truth(versioning.enabled) ? 'Enabled' : 'Suspended' }] };
  },
  aws_s3_bucket_server_side_encryption_configuration: (bucket) => {
    const rule = at(bucket, 'server_side_encryption_configuration.0.rule');
    return list(rule).length > 0 ? { rule } : undefined;
  },
  aws_s3_bucket_object_lock_configuration: (bucket) => {
    const rule = at(bucket, 'object_lock_configuration.0.rule');
    return list(rule).length > 0 ? { rule } : undefined;
  },
  aws_s3_bucket_lifecycle_configuration: (bucket) => {
    const rules = list(at(bucket, 'lifecycle_rule')).filter(isObject);
    return rules.length > 0 ? { rule: rules.map(lifecycleRule) } : undefined;
  },
};

/** What was in force before a change: the resource as it was, or what a new one takes the place of. */
export function earlier(change: Change, plan: Plan): Value {
  return change.stays ? change.before : predecessor(change, plan);
}

/**
 * What was in force in place of a new resource: one of the same type that the plan deletes and that is about the same,
 * or the block of the bucket that it is about.
 */
function predecessor(change: Change, plan: Plan): Value {
  const find = subjectOf(change.type);
  const subject = find(change.after);
  if (subject === undefined) return undefined;
  const gone = plan.deletedBy(change.type, find).get(subject);
  if (gone) return gone.before;
  const inline = Object.hasOwn(INLINE, change.type) ? INLINE[change.type] : undefined;
  return inline?.(plan.before('aws_s3_bucket', 'id', at(change.after, 'bucket')));
}

/** What is about one thing only by several of its attributes. */
const JOINED: Readonly<Record<string, readonly string[]>> = {
  aws_lb_listener: ['load_balancer_arn', 'port'],
  aws_sns_topic_subscription: ['topic_arn', 'protocol', 'endpoint'],
  aws_vpc_endpoint: ['vpc_id', 'service_name'],
};

const subjects = new Map<string, (side: Value) => string | undefined>();

function subjectOf(type: string): (side: Value) => string | undefined {
  const known = subjects.get(type);
  if (known) return known;
  const paths = Object.hasOwn(JOINED, type) ? JOINED[type]! : undefined;
  const find = paths ? joined(paths) : simple;
  subjects.set(type, find);
  return find;
}

function simple(side: Value): string | undefined {
  const path = SUBJECTS.find((path) => typeof at(side, path) === 'string');
  return path && `${path} ${canonical(at(side, path))}`;
}

function joined(paths: readonly string[]): (side: Value) => string | undefined {
  return (side) => {
    const values = paths.map((path) => at(side, path));
    return values.every((value) => ['string', 'number'].includes(typeof value))
      ? canonical(values)
      : undefined;
  };
}

function lifecycleRule({ id, enabled, prefix, expiration, noncurrent_version_expiration }: Values): Values {
  return {
    id,
    status: truth(enabled) ? 'Enabled' : 'Disabled',
    filter: [{ prefix }],
    expiration,
    noncurrent_version_expiration: list(noncurrent_version_expiration).map((one) => ({
      noncurrent_days: at(one, 'days'),
    })),
  };
}
