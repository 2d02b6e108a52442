import type { Change } from '../../change';
import type { Rule } from '../../finding';
import { objectChanges, plannedObjects } from '../../kubernetes/objects';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { goesWithOwner, kindOf } from '../../types/kind-of';
import { at, list, texts, type Value } from '../../value';
import { safeguardMoved } from './safeguard-moved';

export const safeguardRemoved: Rule = {
  id: 'safeguard-removed',
  kind: 'exposure',
  isLast: true,
  finds:
    'what backs up, watches, records or refuses something is deleted, or put to something else, and nothing does the same instead',
  judge: (change, plan) => {
    const kind = kindOf(change);
    if (kind?.side !== 'guards' || change.isPreview || change.isDeposed) return undefined;
    if (change.action === 'replace') return safeguardMoved(change, kind, plan);
    if (change.action !== 'delete') return undefined;
    if (goesWithOwner(change, kind, plan) || plan.makesAlike(change)) return undefined;
    if (countsForNobody(change, plan) || isAboutWhatGoes(change, plan)) return undefined;
    return `is deleted: ${kind.what}`;
  },
};

/** Whether the object that a binding takes its parameters from, or the namespace that it is about, goes as well. */
function isAboutWhatGoes(change: Change, plan: Plan): boolean {
  const bindings = objectChanges(change, plan).filter(({ before }) =>
    /PolicyBinding$/.test(before?.kind ?? ''),
  );
  return (
    bindings.length > 0 &&
    bindings.every(({ before }) => {
      const body = before!.body;
      const [name] = texts(at(body, 'spec.paramRef.name'));
      const [namespace = ''] = texts(at(body, 'spec.paramRef.namespace'));
      const [own = ''] = texts(at(body, [...SELECTED, 'kubernetes.io/metadata.name']));
      return (name !== undefined && endsIn(plan).has(`${namespace}/${name}`)) || endsIn(plan).has(`/${own}`);
    })
  );
}

const SELECTED = ['spec', 'matchResources', 'namespaceSelector', 'matchLabels'];

/** Objects that are gone afterwards, of whatever kind, by namespace and name. */
const endsIn = oncePer((plan: Plan) => {
  const gone = plannedObjects(plan).flatMap(({ before, after }) => (before && !after ? [before] : []));
  // A binding is no parameter of another one.
  return new Set(
    gone
      .filter(({ kind }) => !/Policy(Binding)?$/.test(kind))
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
});

/** Whether the alarms for which it counted go with it, or look at something else now. */
function countsForNobody(change: Change, plan: Plan): boolean {
  if (change.type !== 'aws_cloudwatch_log_metric_filter') return false;
  const [metric] = texts(change.was('metric_transformation.0.name'));
  const alarms = plan.all('aws_cloudwatch_metric_alarm');
  const [before, after] = (['before', 'after'] as const).map((side) =>
    alarms.some((alarm) => metric !== undefined && metricsOf(alarm[side]).includes(metric)),
  );
  return before === true && after === false;
}

function metricsOf(alarm: Value): string[] {
  const queries = list(at(alarm, 'metric_query')).map((query) => at(query, 'metric.0.metric_name'));
  return texts([at(alarm, 'metric_name'), ...queries]);
}
