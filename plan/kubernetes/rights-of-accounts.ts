import type { Plan } from '../plan';
import { grantsBySubject, muchOf } from './bindings';

/** What a service account may do that is much, as far as the plan shows its roles. */
export function givesMuch(plan: Plan, namespace: string, account: string): string[] {
  const grants = grantsBySubject(plan, 'after');
  return [
    `ServiceAccount ${namespace}/${account}`,
    `User system:serviceaccount:${namespace}:${account}`,
  ].flatMap((subject) => (grants.get(subject) ?? []).flatMap((grant) => muchOf(grant, plan) ?? []));
}
