import type { Change } from '../change';
import type { Rule } from '../finding';
import type { Plan } from '../plan';
import { broad, isEverywhere } from '../policy/broad';
import { type PolicyStatement, statements } from '../policy/statement';
import { type AllowedAccess, lostDenials, newGrants } from '../policy/widened';
import { list, Mark } from '../value';

/** Attributes that hold a policy, in whichever resource; trust policies have a rule of their own. */
const ATTRIBUTES = ['policy', 'policy_document', 'access_policy', 'resource_policy'];
/** What a policy hangs on, by the attribute that names it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  bucket: ['aws_s3_bucket'],
  role: ['aws_iam_role'],
  user: ['aws_iam_user'],
  group: ['aws_iam_group'],
  key_id: ['aws_kms_key'],
  secret_arn: ['aws_secretsmanager_secret'],
  repository: ['aws_ecr_repository'],
  queue_url: ['aws_sqs_queue'],
  arn: ['aws_sns_topic'],
};

export const policyWidened: Rule = {
  id: 'policy-widened',
  kind: 'exposure',
  finds:
    'a policy allows everything, everywhere or everybody, or another account, or denies less than before',
  judge: (change, plan) => {
    if (!change.type.startsWith('aws_') || isOrphan(change, plan)) return undefined;
    return policyPaths(change).flatMap((path) => widened(change, path));
  },
};

function widened(change: Change, path: string): string[] {
  if (!change.changes(path)) return [];
  const before = statements(change.was(path));
  const after = statements(change.will(path));
  if (!after || !before) {
    // Without a text of its own the policy is AWS's default.
    return change.writes(path) || change.action === 'update'
      ? [`its policy is ${Mark.unknown.text}, so that nobody can judge it`]
      : [];
  }
  return [
    ...newGrants(before, after).flatMap((grant) => dangers(grant, before, change)),
    ...lostDenials(before, after).map((denial) => `no longer denies ${denialOf(denial)}`),
  ];
}

function dangers(grant: AllowedAccess, before: readonly PolicyStatement[], change: Change): string[] {
  const why = broad(grant) ?? (change.stays ? (foreign(grant) ?? spread(grant, before)) : undefined);
  return why ? [why] : [];
}

/** A resource's policy lets in an account, or a role, that it did not know. */
function foreign({ principal, action }: AllowedAccess): string | undefined {
  return principal.startsWith('AWS:') ? `lets ${principal.slice('AWS:'.length)} do ${action}` : undefined;
}

/** What was allowed on some resources now is on all. */
function spread(
  { action, resource, principal }: AllowedAccess,
  before: readonly PolicyStatement[],
): string | undefined {
  const isWider =
    principal === '' &&
    isEverywhere(resource) &&
    before.some(({ effect, actions }) => effect === 'Allow' && actions.includes(action));
  return isWider ? `allows ${action} on every resource` : undefined;
}

function denialOf({ actions, principals, conditions }: PolicyStatement): string {
  const who = principals.length > 0 ? ` to ${principals.join(', ')}` : '';
  const when = [...conditions]
    .map(([name, values]) => `${name.split(' ')[1]} ${values.join(', ')}`)
    .join(', ');
  return `${actions.join(', ')}${who}${when ? ` when ${when}` : ''}`;
}

function policyPaths(change: Change): string[] {
  const count = Math.max(list(change.was('inline_policy')).length, list(change.will('inline_policy')).length);
  return [...ATTRIBUTES, ...Array.from({ length: count }, (_, index) => `inline_policy.${index}.policy`)];
}

/** It is a resource that goes with its policy, or a policy that goes with its resource. */
function isOrphan(change: Change, plan: Plan): boolean {
  if (change.action !== 'delete') return false;
  if (!change.type.endsWith('_policy')) return true;
  return Object.entries(OWNERS).some(([path, types]) => plan.deletes(change.was(path), ...types));
}
