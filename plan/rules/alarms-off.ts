import { sumsUpLess } from '../alarms/composite-alarm';
import { compositeGone } from '../alarms/composite-gone';
import { gates } from '../alarms/gates';
import { lessAlarming } from '../alarms/metric-alarm';
import { receives } from '../alarms/receivers';
import { watchesWhatGoes } from '../alarms/sums';
import type { Change } from '../change';
import { allOf, type Reasons, type Rule } from '../finding';
import { objectChanges } from '../kubernetes/objects';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { fewer, switchedOff, taken } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { type Setting, weakened } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { at, list, Mark, same, texts, type Value } from '../value';

const ALARMS = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'];
/** Fewer go with anything that is retired; more are a service, a database, or the alarms themselves. */
const MANY = 4;

/** What tells people of what happens to databases. */
const EVENTS = ['aws_db_event_subscription', 'aws_dms_event_subscription', 'aws_redshift_event_subscription'];

const SETTINGS: readonly Setting[] = [
  {
    types: ALARMS,
    path: 'actions_enabled',
    absent: true,
    isWeaker: switchedOff,
    says: 'tells nobody any more',
  },
  { types: ALARMS, path: 'alarm_actions', isWeaker: fewer, says: toldNoMore },
  ...EVENTS.flatMap((type) => [
    { types: [type], path: 'enabled', isWeaker: switchedOff, says: 'tells nobody any more' },
    {
      types: [type],
      path: 'event_categories',
      // None stand for all.
      isWeaker: (was: Value, will: Value) =>
        list(will).length > 0 && (list(was).length === 0 || fewer(was, will)),
      says: (was: Value, will: Value) => `tells of less: ${fromTo(was, will)}`,
    },
  ]),
  { types: ['aws_ssmcontacts_plan'], path: 'stage', isWeaker: taken, says: 'calls nobody any more' },
];

function toldNoMore(was: Value, will: Value): string {
  if (will instanceof Mark) return 'tells fewer than before';
  const left = texts(will);
  const gone = texts(was).filter((one) => !left.includes(one));
  return left.length > 0 ? `no longer tells ${gone.join(', ')}` : 'tells nobody any more';
}

export const alarmsOff: Rule = {
  id: 'alarms-off',
  kind: 'exposure',
  finds: 'alarms go off later, seldomer or for nobody, their receivers or metrics go, or many are deleted',
  judge: (change, plan) =>
    allOf(
      weakened(change, SETTINGS, plan),
      compared(change, plan),
      receives(change, plan),
      gates(change, plan),
      compositeGone(change, plan),
      manyGone(change, plan),
      fewerAlerts(change, plan),
    ),
};

function compared(change: Change, plan: Plan): Reasons {
  if (!ALARMS.includes(change.type) || change.goes) return undefined;
  const before = earlier(change, plan);
  if (before === undefined) return undefined;
  const judge = change.type === 'aws_cloudwatch_metric_alarm' ? lessAlarming : sumsUpLess;
  return judge(change, before, plan);
}

/** Alerts of Prometheus, by their names. */
function fewerAlerts(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (before?.kind !== 'PrometheusRule' || after?.kind !== 'PrometheusRule') return [];
    const alerts = (side: typeof before) =>
      new Map(
        list(at(side.body, 'spec.groups'))
          .flatMap((group) => [...list(at(group, 'rules'))])
          .flatMap((rule) => texts(at(rule, 'alert')).map((name) => [name, rule] as const)),
      );
    const [was, will] = [alerts(before), alerts(after)];
    return [...was].flatMap(([name, rule]) => {
      const now = will.get(name);
      if (!now) return [`no longer goes off for ${name}`];
      return same(at(rule, 'expr'), at(now, 'expr'))
        ? []
        : [`goes off for something else: ${name} computes another thing`];
    });
  });
}

/** One finding for all of them, at the first: they are approved together. */
function manyGone(change: Change, plan: Plan): string | undefined {
  if (change.action !== 'delete' || !ALARMS.includes(change.type)) return undefined;
  const { gone, come } = gains(plan);
  if (gone[0] !== change || gone.length - come < MANY) return undefined;
  const others = gone.slice(1).map(({ address }) => address.split('.').at(-1));
  return `is deleted, as are ${others.length} other alarms: ${others.join(', ')}`;
}

/** Alarms that go, while what they look at stays. What goes with its alarms says so itself. */
const gains = oncePer((plan: Plan) => {
  const all = plan.of(...ALARMS);
  return {
    gone: all.filter(
      (one) => one.action === 'delete' && !one.isPreview && !watchesWhatGoes(one.before, plan),
    ),
    come: all.filter(({ action }) => action === 'create').length,
  };
});
