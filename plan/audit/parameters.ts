import type { Change } from '../change';
import { fromTo } from '../setting/shown';
import { at, list, Mark, type Value } from '../value';

/** Parameters of databases that record who does what. */
const RECORDING =
  /^(audit_logs|pgaudit\.(log|role)|log_(connections|disconnections|statement)|enable_user_activity_logging|server_audit_(logging|events)|general_log|neptune_enable_audit_log|rds\.log_retention_period)$/;
const OFF = /^(|0|off|false|none|disabled)$/i;

/** A database that no longer records who signs in or what they do. */
export function parametersOff(change: Change): string[] {
  if (!change.stays || !/^aws_\w+_parameter_group$/.test(change.type)) return [];
  const after = change.will('parameter');
  if (after instanceof Mark) return [];
  const will = new Map(list(after).map((one) => [at(one, 'name'), at(one, 'value')]));
  return list(change.was('parameter')).flatMap((one) => {
    const [name, was] = [at(one, 'name'), at(one, 'value')];
    if (typeof name !== 'string' || !RECORDING.test(name) || isOff(was) || !isOff(will.get(name))) return [];
    return [`no longer records what is done in its databases: ${name} ${fromTo(was, will.get(name))}`];
  });
}

function isOff(value: Value): boolean {
  return !(value instanceof Mark) && OFF.test(`${value ?? ''}`);
}
