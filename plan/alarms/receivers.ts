import type { Change } from '../change';
import type { Plan } from '../plan';
import { another, taken } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { fromTo } from '../setting/shown';
import { at, Mark, type Value } from '../value';
import { budgetRaised } from './budget';
import { isSame, passesMore } from './filter';

/** Why people, or what counts for an alarm, hear less than before. */
export function receives(change: Change, plan: Plan): string[] {
  const own = Object.hasOwn(OF, change.type) ? OF[change.type] : undefined;
  if (!own) return [];
  if (change.action === 'delete') return own.gone(change, plan);
  if (change.action === 'forget') return [];
  const before = earlier(change, plan);
  return before === undefined ? [] : own.changed(before, change);
}

interface Receiver {
  readonly gone: (change: Change, plan: Plan) => string[];
  readonly changed: (before: Value, change: Change) => string[];
}

const subscription: Receiver = {
  gone: (change, plan) => {
    const topic = change.was('topic_arn');
    const isLost =
      !plan.deletes(topic, 'aws_sns_topic') &&
      !plan.keepsAnother(change, ['topic_arn', 'protocol', 'endpoint']) &&
      !plan.ends(change.was('endpoint'));
    return isLost
      ? [
          `is deleted: what ${String(topic).split(':').at(-1)} tells reaches one receiver less, by ${String(change.was('protocol'))}`,
        ]
      : [];
  },
  changed: (before, change) => {
    const [was, will] = [at(before, 'filter_policy'), change.will('filter_policy')];
    const isFiltered = !isSame(was, will) && !!will && !passesMore(was, will);
    const [from, to] = [at(before, 'endpoint'), change.will('endpoint')];
    return [
      ...(isFiltered ? [`tells its receiver less: its filter is ${fromTo(was ?? 'everything', will)}`] : []),
      ...(another(from, to) && to !== Mark.unknown && to !== Mark.sensitive
        ? [`tells somebody else: ${fromTo(from, to)}`]
        : []),
    ];
  },
};

const metricFilter: Receiver = {
  // What a deleted one loses, another rule tells: safeguard-removed.
  gone: () => [],
  changed: (before, change) =>
    (
      [
        ['pattern', 'counts other events'],
        ['log_group_name', 'counts in other logs'],
        ['metric_transformation.0.namespace', 'counts for another metric'],
        ['metric_transformation.0.name', 'counts for another metric'],
        ['metric_transformation.0.value', 'counts another value'],
      ] as const
    ).flatMap(([path, words]) => {
      const [was, will] = [at(before, path), change.will(path)];
      return isSame(was, will) || will === Mark.sensitive || taken(will, was)
        ? []
        : [`${words}: ${fromTo(was, will)}`];
    }),
};

const anomaly: Receiver = {
  gone: () => [],
  changed: (before, change) =>
    at(before, 'enabled') === true && change.will('enabled') !== true
      ? ['no longer looks for what is unusual']
      : [],
};

const OF: Readonly<Record<string, Receiver>> = {
  aws_sns_topic_subscription: subscription,
  aws_cloudwatch_log_metric_filter: metricFilter,
  aws_budgets_budget: { gone: () => [], changed: budgetRaised },
  aws_cloudwatch_log_anomaly_detector: anomaly,
};
