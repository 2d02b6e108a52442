import type { AllowedAccess } from './widened';

/** Conditions that hold a principal `*` to somebody. Source: IAM User Guide, "AWS global condition context keys". */
const HOLDING =
  /^(String(Equals|Like)|Arn(Equals|Like)|IpAddress|ForAnyValue:String(Equals|Like))\S* (aws:(source(account|arn|owner|orgid|vpc|vpce|ip)|principal(account|arn|orgid|orgpaths))|kms:(calleraccount|viaservice))$/i;

/** Actions that only tell what there is, and which AWS seldom takes for less than everything. */
const LOOKING = /^([\w-]+:(describe|list)|secretsmanager:getrandompassword$|sts:getcalleridentity$)/;

/** Why what a statement grants is much: undefined when it is not. */
export function broad(grant: AllowedAccess): string | undefined {
  const { principal, action, inverted } = grant;
  if (inverted.length > 0) return `allows all but what it lists (${inverted.join(', ')})`;
  if (principal === '*' && !isHeld(grant)) return `lets everybody do ${action}`;
  if (principal === '') return broadRight(grant);
  return undefined;
}

function broadRight({ action, resource, conditions }: AllowedAccess): string | undefined {
  if (action === '*') return `allows every action on ${resource || 'everything'}`;
  if (!isEverywhere(resource)) return undefined;
  const isHarmless = !/:\*$/.test(action) && (LOOKING.test(action) || conditions.size > 0);
  return isHarmless ? undefined : `allows ${action} on every resource`;
}

/** Whether a resource of a policy stands for all resources of a kind, or of any. */
export function isEverywhere(resource: string): boolean {
  return /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*)$/.test(resource);
}

function isHeld({ conditions }: AllowedAccess): boolean {
  return [...conditions].some(
    ([name, values]) =>
      HOLDING.test(name) && !values.some((value) => /^(\*|0\.0\.0\.0\/[01]|::\/0)$/.test(value)),
  );
}
