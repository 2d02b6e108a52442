import { isPublic } from '../cidr';
import { type Conditions, conditionOf, type PolicyCondition } from './condition';

/**
 * Keys that say who calls, or for whom a service calls: a policy for everybody is then for those alone.
 * Source: IAM User Guide, "AWS global condition context keys"; KMS Developer Guide, "AWS KMS condition keys"; S3 User
 * Guide, "Delegating access control to access points"; EFS User Guide, "Using IAM to control access".
 */
const HOLDING =
  /^(aws:(source(account|arn|owner|orgid|orgpaths|vpc|vpce|vpcarn|ip)|principal(account|arn|orgid|orgpaths)|userid)|kms:calleraccount|s3:dataaccesspoint(account|arn)|elasticfilesystem:accessedviamounttarget)$/;

/**
 * Keys that keep a right on every resource to no smaller part of them: how a call is made, not what it is about.
 * Default for a key of a service: it does. For `aws:`: only those below do.
 */
const NARROWS_NOTHING =
  /^(kms:(viaservice|calleraccount)|iam:(passedtoservice|awsservicename)|s3:(tlsversion|authtype|signature(age|version)|x-amz-.*|max-keys|resourceaccount)|ec2:region|secretsmanager:resource\/type)$/;
const NARROWS =
  /^aws:(resourcetag\/|requesttag\/|tagkeys$|principaltag\/|multifactorauthpresent$|multifactorauthage$|source(arn|account|vpc|vpce|vpcarn|ip)$|principal(arn|account)$|resourceorgid$|resourceorgpaths$)/;

/** Of these one more value is one more thing of the same sort, which says by itself whether it is much. */
const ONE_MORE =
  /^(aws:source(arn|account)|kms:(viaservice|encryptioncontext(:.*|keys)?)|cloudwatch:namespace|s3:x-amz-acl)$/;

/** Whether one of the conditions keeps everybody down to somebody. */
export function isHeld(conditions: Conditions): boolean {
  return each(conditions).some((one) => HOLDING.test(one.key) && restricts(one, conditions));
}

/** Whether one of the conditions keeps a right on all resources down to some. */
export function isNarrowed(conditions: Conditions): boolean {
  return each(conditions).some(
    (one) =>
      (one.key.startsWith('aws:') ? NARROWS.test(one.key) : !NARROWS_NOTHING.test(one.key)) &&
      restricts(one, conditions),
  );
}

/**
 * Whether a condition lets through only what it names: neither what has no value, nor all but something, nor anything.
 * Source: IAM User Guide, "IAM JSON policy elements: PolicyCondition operators".
 */
function restricts(condition: PolicyCondition, all: Conditions): boolean {
  const { base, key, values } = condition;
  if (base === 'null' || base.includes('not') || values.length === 0) return false;
  if (base === 'bool' && !values.every((value) => value === 'true')) return false;
  const isThere = !condition.takesNothing || each(all).some((one) => one.key === key && !one.takesNothing);
  return isThere && !values.some((value) => isWide(key, value));
}

/** Whether one of the conditions takes what only the last one of another statement took, and it is more of the same. */
export function isOneMore(lacking: PolicyCondition, conditions: Conditions): boolean {
  return (
    ONE_MORE.test(lacking.key) &&
    each(conditions).some((one) => one.key === lacking.key && restricts(one, conditions))
  );
}

/** Whether a value stands for anything, or nearly. */
function isWide(key: string, value: string): boolean {
  if (key.endsWith('sourceip')) return isWideBlock(value);
  if (!/[*?]/.test(value)) return false;
  const beginning = value.slice(0, value.search(/[*?]/));
  if (!value.startsWith('arn:'))
    return (beginning.match(/[a-z0-9]/gi)?.length ?? 0) < 3 || /account$/.test(key);
  const parts = value.split(':');
  const account = parts[4] ?? '*';
  // A bucket's ARN has no account.
  return account === '' ? !/^[\w-]/.test(parts.slice(5).join(':')) : /[*?]/.test(account);
}

/** Blocks of so few bits are no network of anybody's. */
const SHORTEST_PREFIX = { v4: 16, v6: 32 };

function isWideBlock(block: string): boolean {
  const [address = '', prefix] = block.split('/');
  const shortest = address.includes(':') ? SHORTEST_PREFIX.v6 : SHORTEST_PREFIX.v4;
  return isPublic(block) && prefix !== undefined && Number(prefix) < shortest;
}

/** The accounts that conditions keep a statement to. None: to no accounts. */
export function accountsOf(conditions: Conditions): string[] {
  return each(conditions)
    .filter((one) => HOLDING.test(one.key) && restricts(one, conditions))
    .flatMap(({ values }) => values.flatMap((value) => accountIn(value) ?? []));
}

/** The account that an ARN or a number names. */
export function accountIn(text: string): string | undefined {
  return text.match(/^(?:\w+:)?(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/)?.[1];
}

function each(conditions: Conditions): PolicyCondition[] {
  return [...conditions].map(([name, values]) => conditionOf(name, values));
}
