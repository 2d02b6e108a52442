import type { Change } from '../change';
import { LISTENER_RULES, LISTENERS } from '../network/load-balancers';
import type { Plan } from '../plan';
import { at, list, type Value } from '../value';

/** A load balancer leads on, or no longer answers itself, what it refused as not allowed. */
export function refusalLost(change: Change, plan: Plan): string | undefined {
  const isRule = LISTENER_RULES.includes(change.type);
  if (!isRule && !LISTENERS.includes(change.type)) return undefined;
  const path = isRule ? 'action' : 'default_action';
  const status = refused(at(change.before, path));
  if (status === undefined) return undefined;
  if (change.action === 'delete') {
    const isGone = !isRule || plan.ends(change.was('listener_arn'));
    return isGone || plan.keepsAnother(change, ['listener_arn', 'condition', 'action.0.type'])
      ? undefined
      : `is deleted: what it refused with ${status} is answered as by the rules behind it`;
  }
  return change.stays && refused(at(change.after, path)) === undefined
    ? `no longer refuses requests with ${status}`
    : undefined;
}

function refused(actions: Value): string | undefined {
  const last = list(actions).at(-1);
  const status = `${at(last, 'fixed_response.0.status_code') ?? ''}`;
  return at(last, 'type') === 'fixed-response' && /^40[13]$/.test(status) ? status : undefined;
}
