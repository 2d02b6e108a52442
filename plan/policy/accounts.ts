import type { Change } from '../change';
import type { Plan } from '../plan';
import { accountIn } from './strength';

/** Attributes that say in which account a resource is. */
const OWN = ['arn', 'owner_id', 'registry_id', 'key_id', 'secret_arn', 'resource_arn', 'source_arn'];

/** Whether an account, or who an ARN names, is outside of the account that a resource is in. */
export function isForeign(named: string, change: Change, plan: Plan): boolean {
  // What the stack makes itself is in its own account.
  if (/\$\{(data\.)?aws_\w+\./.test(named)) return false;
  const account = accountIn(named);
  if (account === undefined) return true;
  const own = OWN.flatMap((path) => [change.was(path), change.will(path)]).flatMap((value) =>
    typeof value === 'string' ? (accountIn(value) ?? []) : [],
  );
  if (own.length > 0) return !own.includes(account);
  return !plan.accounts.own.includes(account);
}
