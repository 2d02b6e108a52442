import { all } from '../kubernetes/cluster-object';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, canonical, isObject, list, type Value } from '../value';

/**
 * Whether a sum of metrics, which an alarm goes off above, only follows what it is about: it gets a part more, loses
 * one that is about something that goes, or has the limit of something that scales to another limit.
 */
export function follows(before: readonly Value[], after: readonly Value[], plan: Plan): boolean {
  const [was, will] = [termsOf(before), termsOf(after)];
  if (!was || !will) return false;
  const kept = [...will];
  const lost = was.filter((term) => {
    const index = kept.findIndex((other) => isSame(term, other, plan));
    if (index >= 0) kept.splice(index, 1);
    return index < 0;
  });
  return lost.every(
    ({ metrics }) => metrics.length > 0 && metrics.every((metric) => isOfWhatGoes(metric, plan)),
  );
}

interface Term {
  readonly text: string;
  readonly metrics: readonly Value[];
}

/** The parts of the one sum that is looked at, with their metrics. Undefined: it is no sum. */
function termsOf(queries: readonly Value[]): Term[] | undefined {
  const byId = new Map(queries.map((query) => [`${at(query, 'id')}`, at(query, 'metric.0')]));
  const sums = queries
    .map((query) => at(query, 'expression'))
    .filter((one) => typeof one === 'string' && one !== '');
  const [sum] = sums;
  if (sums.length !== 1 || typeof sum !== 'string' || sum.length > 10_000) return undefined;
  return sum.split(' + ').map((part) => {
    const names = [...part.matchAll(/[a-z]\w*/g)].map(([name]) => name).filter((name) => byId.has(name));
    const metrics = names.map((name) => byId.get(name));
    // What a metric is called counts for nothing.
    const text = names.reduce((rest, name) => rest.replace(name, canonical(shape(byId.get(name)))), part);
    return { text, metrics };
  });
}

const shape = (metric: Value) =>
  ['metric_name', 'namespace', 'dimensions', 'stat', 'period'].map((path) => at(metric, path) ?? null);

function isSame(was: Term, will: Term, plan: Plan): boolean {
  if (was.text === will.text) return true;
  const [from, to] = [was.text, will.text].map((text) => text.match(LIMIT)?.[1]);
  return (
    from !== undefined &&
    to !== undefined &&
    was.text.replace(LIMIT, '') === will.text.replace(LIMIT, '') &&
    limits(plan).has(`${from} ${to}`)
  );
}

/** `>= 16` */
const LIMIT = />= (\d{1,9})(?=[,) ]|$)/;

/** What autoscalers may have at most, before and after. */
const limits = oncePer(
  (plan: Plan) =>
    new Set(
      all(plan, 'HorizontalPodAutoscaler', 'ScaledObject').flatMap(({ before, after }) =>
        ['spec.maxReplicas', 'spec.maxReplicaCount']
          .filter((path) => at(before, path) !== undefined && at(after, path) !== undefined)
          .map((path) => `${at(before, path)} ${at(after, path)}`),
      ),
    ),
);

/** Whether all that an alarm looks at goes. */
export function watchesWhatGoes(alarm: Value, plan: Plan): boolean {
  const metrics = [alarm, ...list(at(alarm, 'metric_query')).map((query) => at(query, 'metric.0'))].filter(
    (metric) => isObject(at(metric, 'dimensions')),
  );
  return metrics.length > 0 && metrics.every((metric) => isOfWhatGoes(metric, plan));
}

function isOfWhatGoes(metric: Value, plan: Plan): boolean {
  const dimensions = at(metric, 'dimensions');
  return (
    isObject(dimensions) && Object.values(dimensions).some((named) => plan.ends(named) || isNode(named, plan))
  );
}

/** `sessions-001` is a node of `sessions`. */
function isNode(named: Value, plan: Plan): boolean {
  return typeof named === 'string' && /-\d{3}$/.test(named) && plan.ends(named.slice(0, -4));
}
