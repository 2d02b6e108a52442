import type { Change } from '../change';
import type { Plan } from '../plan';
import { isForeign } from './accounts';
import { isOwnerNew } from './owner';
import { actionsLike } from './services';
import type { PolicyStatement } from './statement';
import { accountIn, accountsOf, isHeld } from './strength';
import type { AllowedAccess } from './widened';

/** A policy, and what it is part of. */
export interface JudgedPolicy {
  readonly before: readonly PolicyStatement[];
  readonly after: readonly PolicyStatement[];
  readonly change: Change;
  readonly plan: Plan;
}

/** A resource's policy lets in an account that it did not know, or lets somebody of its own give rights to others. */
export function stranger(grant: AllowedAccess, policy: JudgedPolicy): string | undefined {
  const { principal, action, conditions } = grant;
  if (/^(AWS|CanonicalUser):/.test(principal)) {
    const name = principal.slice(principal.indexOf(':') + 1);
    return isStrange(name, policy) || mayGiveRights(grant, policy) ? `lets ${name} do ${action}` : undefined;
  }
  // Roles that take the word of a provider have a rule of their own.
  if (principal.startsWith('Federated:')) return `lets ${principal.slice('Federated:'.length)} do ${action}`;
  if (isForWhomever(grant, policy)) {
    return `lets ${principal.replace(/^Service:/, '')} do ${action} for whomever: neither source_arn nor source_account`;
  }
  if (
    principal === '' ||
    (principal === '*' && !isHeld(conditions)) ||
    (policy.plan.accounts.own.length === 0 && owners(policy).length === 0)
  ) {
    return undefined;
  }
  const accounts = accountsOf(conditions).filter((account) => isStrange(account, policy));
  return accounts.length > 0 ? `lets ${accounts.join(', ')} do ${action}` : undefined;
}

/**
 * A service does what anybody's account asks of it. Source: Lambda Developer Guide, "Granting AWS services access to your
 * functions".
 */
function isForWhomever({ principal, conditions }: AllowedAccess, { change }: JudgedPolicy): boolean {
  return change.type === 'aws_lambda_permission' && principal.startsWith('Service:') && conditions.size === 0;
}

function isStrange(name: string, policy: JudgedPolicy): boolean {
  const { change, plan } = policy;
  if (!isForeign(name, change, plan)) return false;
  const account = accountIn(name);
  // Accounts of the platform share what nobody has yet.
  if (isOwnerNew(change, plan) && account !== undefined && plan.accounts.platform.includes(account))
    return false;
  return account === undefined || plan.accounts.own.length > 0 || !owners(policy).includes(account);
}

/** Where nothing else tells the account: what the policy is about, and whose root had all of it. */
function owners({ before, after, change }: JudgedPolicy): string[] {
  const all = [...before, ...after].filter(({ principals }) => principals.length > 0);
  const named = all.flatMap(({ resources, inverted }) =>
    inverted.includes('NotResource') ? [] : resources.flatMap((arn) => accountIn(arn) ?? []),
  );
  // A new key has to name its account's root.
  const isKey = change.type.startsWith('aws_kms_');
  return [
    ...named,
    soleOwner(before) ?? (isKey && before.length === 0 ? soleOwner(after) : undefined),
  ].filter((account) => account !== undefined);
}

/** The only one whose root may do all of a service, as keys need it. */
function soleOwner(statements: readonly PolicyStatement[]): string | undefined {
  const roots = statements
    .filter(({ effect, actions }) => effect === 'Allow' && actions.some((action) => action.endsWith(':*')))
    .flatMap(({ principals }) => principals.filter((one) => one.endsWith(':root')).map(accountIn));
  return new Set(roots).size === 1 ? roots[0] : undefined;
}

/** Of something that is there already: all of a service, or what changes its own policy. The account itself always may. */
function mayGiveRights({ principal, action }: AllowedAccess, { change, plan }: JudgedPolicy): boolean {
  if (isOwnerNew(change, plan) || principal.endsWith(':root')) return false;
  return (
    /(^|:)\*$/.test(action) || actionsLike(action).some(({ accessLevel }) => /^Permissions/.test(accessLevel))
  );
}
