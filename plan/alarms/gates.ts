import type { Change } from '../change';
import type { Plan } from '../plan';
import { switchedOff, switchedOn } from '../setting/order';
import { type Setting, weakened } from '../setting/setting';
import { at, list, Mark, type Value } from '../value';

const says = 'is no longer taken back by an alarm';

/** What takes a deploy back when an alarm goes off. */
const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_codedeploy_deployment_group'],
    path: 'alarm_configuration.0.enabled',
    isWeaker: switchedOff,
    says,
  },
  {
    types: ['aws_codedeploy_deployment_group'],
    path: 'alarm_configuration.0.ignore_poll_alarm_failure',
    isWeaker: switchedOn,
    says: 'goes on when nobody can ask its alarms',
  },
  {
    types: ['aws_codedeploy_deployment_group'],
    path: 'auto_rollback_configuration.0.enabled',
    isWeaker: switchedOff,
    says: 'is no longer rolled back when it fails',
  },
  { types: ['aws_ecs_service'], path: 'alarms.0.enable', isWeaker: switchedOff, says },
  { types: ['aws_ecs_service'], path: 'alarms.0.rollback', isWeaker: switchedOff, says },
  {
    types: ['aws_ecs_service'],
    path: 'deployment_circuit_breaker.0.rollback',
    isWeaker: switchedOff,
    says: 'is no longer rolled back when it fails',
  },
];

/** The alarms that a deploy looks at, by type and path; and what names one of them. */
const ALARMS: Readonly<Record<string, readonly [path: string, name: string]>> = {
  aws_appconfig_environment: ['monitor', 'alarm_arn'],
  aws_codedeploy_deployment_group: ['alarm_configuration.0.alarms', ''],
  aws_ecs_service: ['alarms.0.alarm_names', ''],
};

export function gates(change: Change, plan: Plan): string[] {
  const own = Object.hasOwn(ALARMS, change.type) ? ALARMS[change.type] : undefined;
  if (!own || !change.stays) return [];
  const [path, name] = own;
  const names = (value: Value) => list(value).map((item) => (name ? at(item, name) : item));
  const will = change.will(path);
  const after = will instanceof Mark ? [] : names(will);
  const unknown = after.filter((one) => one instanceof Mark).length;
  const lost = names(change.was(path)).filter((one) => !after.includes(one) && !ends(one, plan));
  const reason = lost.length > unknown ? [`is no longer taken back by ${lost.join(', ')}`] : [];
  return [...reason, ...weakened(change, SETTINGS, plan)];
}

function ends(alarm: Value, plan: Plan): boolean {
  return plan.ends(alarm) || (typeof alarm === 'string' && plan.ends(alarm.split(':').at(-1)));
}
