import type { Change } from '../change';
import type { Plan } from '../plan';
import { fewer, isSet, more, sooner, switchedOff } from '../setting/order';
import { pairs } from '../setting/pairs';
import { earlier } from '../setting/predecessor';
import { everyHours } from '../setting/schedule';
import { told } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { at, canonical, isObject, list, Mark, type Value } from '../value';

/** Without a schedule, AWS takes every day. */
const DAILY = 'cron(0 5 ? * * *)';

/** Why less is backed up than before, more seldom, or for a shorter time. */
export function lessBackedUp(change: Change, plan: Plan): string[] {
  if (change.goes) return [];
  const before = earlier(change, plan);
  if (before === undefined) return [];
  if (change.type === 'aws_backup_plan') return planned(before, change.after);
  if (change.type === 'aws_backup_region_settings') return optedOut(before, change.after);
  return change.type === 'aws_backup_selection' ? selected(before, change, plan) : [];
}

function planned(before: Value, after: Value): string[] {
  if (at(after, 'rule') instanceof Mark) return ['may back up less: its rules are known only after apply'];
  return pairs(list(at(before, 'rule')), list(at(after, 'rule'))).flatMap(({ was, will }) => {
    if (was === undefined) return [];
    const name = `${at(was, 'rule_name') ?? 'a rule'}`;
    if (will === undefined) return [`no longer backs up by ${name}`];
    return ruleWeakened(was, will).map((reason) => `${name} ${reason}`);
  });
}

/** What is not opted in, AWS Backup leaves out, whatever a plan says. */
function optedOut(before: Value, after: Value): string[] {
  const [was, will] = [before, after].map((side) => at(side, 'resource_type_opt_in_preference'));
  const types = isObject(was) ? Object.keys(was).filter((type) => was[type] === true) : [];
  const lost = types.filter((type) => at(will, [type]) !== true).sort();
  return lost.length > 0 ? [`no longer backs up anything of ${lost.join(', ')}`] : [];
}

function ruleWeakened(was: Value, will: Value): string[] {
  const days = 'lifecycle.0.delete_after';
  const [from, to] = [at(was, days), at(will, days)];
  const [hours, hoursThen] = [was, will].map((rule) => everyHours(at(rule, 'schedule') || DAILY));
  const [schedule, scheduleThen] = [at(was, 'schedule'), at(will, 'schedule')];
  const isSeldomer = schedule !== scheduleThen && !(hours && hoursThen && hoursThen <= hours);
  const copies = (rule: Value) =>
    list(at(rule, 'copy_action')).map((copy) => at(copy, 'destination_vault_arn') ?? null);
  const copied = pairs(
    list(at(was, 'copy_action')),
    list(at(will, 'copy_action')),
    (copy) => `${at(copy, 'destination_vault_arn')}`,
  );
  return [
    ...(sooner(from, to) ? [`keeps backups for ${fromTo(from, to)} days`] : []),
    ...(isSeldomer ? [`backs up more seldom, or nobody can tell: ${fromTo(schedule, scheduleThen)}`] : []),
    ...(switchedOff(at(was, 'enable_continuous_backup'), at(will, 'enable_continuous_backup'))
      ? ['keeps no backups to go back to a point in time']
      : []),
    ...(fewer(copies(was), copies(will)) ? ['copies its backups to fewer vaults'] : []),
    ...copied.flatMap((copy) =>
      copy.was !== undefined && copy.will !== undefined && sooner(at(copy.was, days), at(copy.will, days))
        ? [`keeps copies for ${fromTo(at(copy.was, days), at(copy.will, days))} days`]
        : [],
    ),
    ...(isSet(at(was, 'target_vault_name')) &&
    typeof at(will, 'target_vault_name') === 'string' &&
    at(was, 'target_vault_name') !== at(will, 'target_vault_name')
      ? [`puts its backups elsewhere: ${fromTo(at(was, 'target_vault_name'), at(will, 'target_vault_name'))}`]
      : []),
  ];
}

function selected(before: Value, change: Change, plan: Plan): string[] {
  const lists = (path: string) => {
    const was = at(before, path);
    return [was, told(change, path, change.will(path), was, undefined)] as const;
  };
  const [was, will] = lists('resources');
  const lost = list(was).filter((one) => !list(will).includes(one) && !plan.ends(one));
  const unknown = list(will).filter((one) => one instanceof Mark).length;
  const hasAll = list(will).includes('*');
  const [tags, tagsThen] = lists('selection_tag');
  const [conditions, conditionsThen] = lists('condition');
  const texts = (items: Value) => list(items).map((item) => canonical(item));
  const flat = (items: Value) =>
    list(items)
      .filter(isObject)
      .flatMap((item) =>
        Object.entries(item).flatMap(([kind, some]) => texts(some).map((text) => `${kind} ${text}`)),
      );
  return [
    ...(lost.length > unknown && !hasAll ? [`no longer backs up ${lost.join(', ')}`] : []),
    ...(more(...lists('not_resources')) ? [`leaves out more: ${fromTo(...lists('not_resources'))}`] : []),
    // Any of the tags is enough; all of the conditions have to be met.
    ...(fewer(texts(tags), texts(tagsThen)) ? ['no longer backs up what has its tags'] : []),
    ...(more(flat(conditions), flat(conditionsThen)) ? ['backs up only what meets more conditions'] : []),
  ];
}
