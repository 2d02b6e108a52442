import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { fewer, type Setting, switchedOff, weakened } from './setting';

const ALARMS = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'];
/** Fewer go with anything that is retired; more are a service, a database, or the alarms themselves. */
const MANY = 4;

const SETTINGS: readonly Setting[] = [
  { types: ALARMS, path: 'actions_enabled', isWeaker: switchedOff, says: 'tells nobody any more' },
  { types: ALARMS, path: 'alarm_actions', isWeaker: fewer, says: 'tells fewer than before' },
];

export const alarmsOff: Rule = {
  id: 'alarms-off',
  kind: 'exposure',
  finds: 'alarms tell nobody any more, their receivers go, or many are deleted',
  judge: (change, plan) =>
    allOf(weakened(change, SETTINGS), receiverGone(change, plan), manyGone(change, plan)),
};

function receiverGone(change: Change, plan: Plan): string | undefined {
  const isLost =
    change.type === 'aws_sns_topic_subscription' &&
    change.action === 'delete' &&
    !plan.deletes(change.was('topic_arn'), 'aws_sns_topic');
  return isLost
    ? `is deleted: ${String(change.was('protocol'))} of the alarms reaches one receiver less`
    : undefined;
}

/** One finding for all of them, at the first: they are approved together. */
function manyGone(change: Change, plan: Plan): string | undefined {
  if (change.action !== 'delete' || change.isPreview || !ALARMS.includes(change.type)) return undefined;
  const gone = plan.of(...ALARMS).filter(({ action, isPreview }) => action === 'delete' && !isPreview);
  const come = plan.of(...ALARMS).filter(({ action }) => action === 'create');
  if (gone[0] !== change || gone.length - come.length < MANY) return undefined;
  const others = gone.slice(1).map(({ address }) => address.split('.').at(-1));
  return `is deleted, as are ${others.length} other alarms: ${others.join(', ')}`;
}
