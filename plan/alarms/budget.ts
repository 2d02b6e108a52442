import type { Change } from '../change';
import { numberOf } from '../setting/order';
import { fromTo } from '../setting/shown';
import { at, canonical, list, Mark, type Value } from '../value';

/** What grows is planned with more. Above so many times as much, nobody hears of what goes wrong. */
const TIMES = 2;

/** Why people hear later, or not, that costs rise. */
export function budgetRaised(before: Value, change: Change): string[] {
  return [limit(before, change), ...notifications(before, change)].filter((reason) => reason !== undefined);
}

function limit(before: Value, change: Change): string | undefined {
  const [was, will] = [at(before, 'limit_amount'), change.will('limit_amount')];
  const [from, to] = [numberOf(was), numberOf(will)];
  if (from === undefined || will === Mark.sensitive || (to !== undefined && to <= from * TIMES))
    return undefined;
  return `tells of more than twice as much alone: ${fromTo(was, will)} ${String(change.will('limit_unit') ?? '')}`.trimEnd();
}

function notifications(before: Value, change: Change): (string | undefined)[] {
  const after = list(change.will('notification'));
  if (after.some((one) => one instanceof Mark)) return [];
  return list(at(before, 'notification')).map((was) => {
    const [from, unit] = [numberOf(at(was, 'threshold')), at(was, 'threshold_type')];
    const alike = after.filter((one) => subject(one) === subject(was));
    const sooner = alike.filter((one) => (numberOf(at(one, 'threshold')) ?? 0) <= (from ?? 0));
    const where = `at ${from ?? 'a limit'}${unit === 'PERCENTAGE' ? ' %' : ''}`;
    if (sooner.length === 0) return `tells nobody any more ${where} of its limit`;
    return sooner.some((one) => receivers(was).every((who) => receivers(one).includes(who)))
      ? undefined
      : `tells fewer ${where} of its limit`;
  });
}

const subject = (one: Value) =>
  canonical(
    ['comparison_operator', 'notification_type', 'threshold_type'].map((path) => at(one, path) ?? null),
  );

const receivers = (one: Value) =>
  ['subscriber_email_addresses', 'subscriber_sns_topic_arns'].flatMap((path) =>
    list(at(one, path)).map(canonical),
  );
