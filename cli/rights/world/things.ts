import type { PolicyStatement } from '../../../plan/policy/statement';
import { parsed } from './identities';
import {
  masterSecret,
  ownerOf,
  putSecrets,
  type ReadStack,
  type References,
  type Resource,
} from './references';

/** What a right is about. */
export interface Asset {
  readonly kind: AssetKind;
  readonly arn: string;
  /** As people call it. */
  readonly name: string;
  readonly stack: string;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the key that encrypts it. */
  readonly key?: string;
  /** Its own policy. */
  readonly policy?: readonly PolicyStatement[];
  /** Of a repository: whether nobody can move its tags. */
  readonly isFixed?: boolean;
}

/** Types of Terraform that make such a thing, with the attributes that name it and its key. */
const TYPES = {
  alarm: { aws_cloudwatch_metric_alarm: ['alarm_name'] },
  'backup plan': { aws_backup_plan: [] },
  boundary: { aws_iam_policy: ['name'] },
  bucket: { aws_s3_bucket: ['bucket'] },
  cache: {
    aws_elasticache_replication_group: ['replication_group_id'],
    aws_elasticache_cluster: ['cluster_id'],
  },
  'cache user group': { aws_elasticache_user_group: ['user_group_id'] },
  'cache user': { aws_elasticache_user: ['user_id'] },
  cluster: { aws_eks_cluster: ['name'] },
  database: { aws_db_instance: ['identifier', 'kms_key_id'] },
  flags: { aws_appconfig_application: ['name'] },
  firewall: { aws_wafv2_web_acl: ['name'] },
  key: { aws_kms_key: [] },
  listener: { aws_lb_listener: [] },
  'log group': { aws_cloudwatch_log_group: ['name', 'kms_key_id'] },
  'log stream': { aws_kinesis_stream: ['name', 'kms_key_id'] },
  parameter: { aws_ssm_parameter: ['name'] },
  queue: { aws_sqs_queue: ['name', 'kms_master_key_id'] },
  repository: { aws_ecr_repository: ['name'] },
  'route table': { aws_route_table: [] },
  secret: { aws_secretsmanager_secret: ['name', 'kms_key_id'] },
  'security group': { aws_security_group: [] },
  trail: { aws_cloudtrail: ['name'] },
  vault: { aws_backup_vault: ['name', 'kms_key_arn'] },
  zone: { aws_route53_zone: ['name'] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type AssetKind = keyof typeof TYPES | 'state';

/** Reads the things of all stacks, and the states that the stacks have. */
export function readThings(stacks: readonly ReadStack[], references: References): Asset[] {
  const made = Object.entries(TYPES).flatMap(([kind, types]) =>
    Object.entries<readonly string[]>(types).flatMap(([type, [name, key]]) =>
      references.all(type).map((resource) => ({
        kind: kind as AssetKind,
        arn: references.arn(resource),
        name: name === undefined ? resource.id : String(resource.attributes[name]),
        stack: resource.stack,
        account: resource.account,
        tags: tagsOf(stacks, resource),
        key: keyOf(references, resource, key),
        policy: policyOf(references, resource),
        isFixed: resource.attributes.image_tag_mutability === 'IMMUTABLE',
      })),
    ),
  );
  return [...made, ...masterSecrets(stacks, references), ...ofPeople(stacks), ...states(stacks, made)];
}

/** All tags of a resource, with those of its provider. */
export function tagsOf(
  stacks: readonly ReadStack[],
  { stack, attributes }: Resource,
): Record<string, string> {
  const [provider] = stacks.find(({ name }) => name === stack)?.document.provider?.aws ?? [];
  const { default_tags: [defaults] = [] } = (provider ?? {}) as {
    default_tags?: { tags: Record<string, string> }[];
  };
  return { ...defaults?.tags, ...(attributes.tags as Record<string, string> | undefined) };
}

function keyOf(references: References, { type, stack, attributes }: Resource, attribute?: string) {
  if (type === 'aws_s3_bucket') {
    const [found] = references
      .all('aws_s3_bucket_server_side_encryption_configuration')
      .filter((one) => one.stack === stack && one.attributes.bucket === attributes.bucket);
    return /arn:[^"]*:key\/[^"]*/.exec(JSON.stringify(found?.attributes ?? {}))?.[0];
  }
  return attribute === undefined ? undefined : (attributes[attribute] as string | undefined);
}

/** Which other resource has the policy of a thing, and how it names the thing. */
const POLICIES: Readonly<Record<string, readonly [type: string, of: string, own: string]>> = {
  aws_backup_vault: ['aws_backup_vault_policy', 'backup_vault_name', 'name'],
  aws_s3_bucket: ['aws_s3_bucket_policy', 'bucket', 'bucket'],
  aws_ecr_repository: ['aws_ecr_repository_policy', 'repository', 'name'],
};

function policyOf(references: References, { type, stack, id, attributes }: Resource) {
  if (typeof attributes.policy === 'string' && type !== 'aws_iam_policy') return parsed(attributes.policy);
  const other = POLICIES[type];
  if (other === undefined) return undefined;
  const [otherType, of, own] = other;
  const found = references
    .all(otherType)
    .find((one) => one.stack === stack && [attributes[own], id].includes(one.attributes[of]));
  return found && parsed(found.attributes.policy);
}

/** RDS keeps the password of a master user in a secret of its own. */
function masterSecrets(stacks: readonly ReadStack[], references: References): Asset[] {
  return references
    .all('aws_db_instance')
    .filter(({ attributes }) => attributes.manage_master_user_password === true)
    .map((resource) => ({
      kind: 'secret',
      arn: masterSecret(stacks.find(({ name }) => name === resource.stack)!, resource.attributes),
      name: `master password of ${String(resource.attributes.identifier)}`,
      stack: resource.stack,
      account: resource.account,
      // Source: AWS Secrets Manager User Guide, "Secrets managed by other AWS services", on the tags of RDS.
      tags: { 'aws:rds:primaryDBInstanceArn': references.arn(resource) },
      key: resource.attributes.master_user_secret_kms_key_id as string | undefined,
    }));
}

/** Of several stacks that read of one, the first: a preview comes after its host. Their keys are not looked at. */
function ofPeople(stacks: readonly ReadStack[]): Asset[] {
  const all = stacks.flatMap((stack) =>
    putSecrets(stack).map(({ name, arn }) => ({
      kind: 'secret' as const,
      arn,
      name,
      stack: stack.name,
      account: ownerOf(stack).account,
      tags: {},
    })),
  );
  return all.filter(({ arn }, index) => all.findIndex((other) => other.arn === arn) === index);
}

function states(stacks: readonly ReadStack[], made: readonly Asset[]): Asset[] {
  return stacks.flatMap((stack) => {
    const { backend } = stack.document.terraform ?? {};
    const bucket = made.find(({ kind, name }) => kind === 'bucket' && name === backend?.s3?.bucket);
    if (bucket === undefined || backend?.s3 === undefined) return [];
    const account = bucket.account || ownerOf(stack).account;
    return [
      {
        ...bucket,
        kind: 'state' as const,
        arn: `${bucket.arn}/${backend.s3.key}`,
        name: stack.name,
        account,
        stack: stack.name,
      },
    ];
  });
}
