import type { Change } from '../change';
import type { Plan } from '../plan';

/** An alarm over others, on which people and deploys hang, is deleted while those others stay. */
export function compositeGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_cloudwatch_composite_alarm' || change.action !== 'delete' || change.isPreview)
    return undefined;
  if (plan.of(change.type).some(({ action }) => action === 'create')) return undefined;
  const names = [...`${change.was('alarm_rule') ?? ''}`.matchAll(/"([^"]*)"/g)].map(([, name]) => name);
  const isEmpty = names.length > 0 && names.every((name) => plan.ends(name));
  return isEmpty ? undefined : `is deleted: nobody sums up its alarms any more`;
}
