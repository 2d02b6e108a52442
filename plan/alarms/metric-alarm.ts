import type { Change } from '../change';
import type { Plan } from '../plan';
import { becomes, lost, numberOf } from '../setting/order';
import { fromTo } from '../setting/shown';
import { at, canonical, isObject, list, Mark, type Value } from '../value';
import { follows } from './sums';

/** Why an alarm goes off later or seldomer than before, or for something else. */
export function lessAlarming(change: Change, before: Value, plan: Plan): string[] {
  const { after } = change;
  return [
    threshold(before, after, plan),
    comparison(before, after),
    duration(before, after),
    statistic(before, after),
    missing(before, after),
    subject(before, after, plan),
  ].filter((reason) => reason !== undefined);
}

const isAbove = (alarm: Value) => /^Greater/.test(`${at(alarm, 'comparison_operator')}`);
const isBelow = (alarm: Value) => /^LessThan(Threshold|OrEqual)/.test(`${at(alarm, 'comparison_operator')}`);

function threshold(before: Value, after: Value, plan: Plan): string | undefined {
  const [was, will] = [at(before, 'threshold'), at(after, 'threshold')];
  if (was === undefined || was === null || was === will || will === Mark.sensitive) return undefined;
  if (isAbove(before) !== isAbove(after)) return undefined;
  const [from, to] = [numberOf(was), numberOf(will)];
  const isLooser =
    to === undefined ||
    from === undefined ||
    (isAbove(after) ? to > from : isBelow(after) ? to < from : true);
  if (!isLooser || isOfAnotherSize(after, plan)) return undefined;
  return `goes off later: ${isAbove(after) ? 'above' : 'below'} ${fromTo(was, will)} of ${metric(after)}`;
}

/** The limits of a server go with its size. */
function isOfAnotherSize(alarm: Value, plan: Plan): boolean {
  const dimensions = at(alarm, 'dimensions');
  return isObject(dimensions) && Object.values(dimensions).some((named) => plan.resizes(named));
}

function comparison(before: Value, after: Value): string | undefined {
  const [was, will] = [at(before, 'comparison_operator'), at(after, 'comparison_operator')];
  if (was === undefined || was === will) return undefined;
  if (isAbove(before) !== isAbove(after) || isBelow(before) !== isBelow(after)) {
    return `goes off for the contrary: ${fromTo(was, will)}`;
  }
  return /OrEqual/.test(`${was}`) && !/OrEqual/.test(`${will}`)
    ? `goes off later: ${fromTo(was, will)}`
    : undefined;
}

/** How long it has to go wrong, in seconds. */
function duration(before: Value, after: Value): string | undefined {
  const [was, will] = [seconds(before), seconds(after)];
  if (was === undefined || (will !== undefined && will <= was)) return undefined;
  return `goes off later: after ${was} → ${will ?? 'nobody knows how many'} seconds of ${metric(after)}`;
}

function seconds(alarm: Value): number | undefined {
  const periods = numberOf(at(alarm, 'datapoints_to_alarm')) || numberOf(at(alarm, 'evaluation_periods'));
  const ofQueries = list(at(alarm, 'metric_query')).map(
    (query) => numberOf(at(query, 'metric.0.period')) ?? 0,
  );
  const period = numberOf(at(alarm, 'period')) ?? (Math.max(0, ...ofQueries) || 1);
  return periods === undefined ? undefined : periods * period;
}

function statistic(before: Value, after: Value): string | undefined {
  const of = (alarm: Value) => at(alarm, 'statistic') ?? at(alarm, 'extended_statistic');
  const [was, will] = [of(before), of(after)];
  if (was === undefined || was === null || was === will || list(at(after, 'metric_query')).length > 0)
    return undefined;
  const [from, to] = [rank(was, after), rank(will, after)];
  return from !== undefined && to !== undefined && to <= from
    ? undefined
    : `looks at it another way: ${fromTo(was, will)} of ${metric(after)}`;
}

/** The higher, the more it hides: an alarm above something sees the highest values first, one below it the lowest. */
function rank(value: Value, alarm: Value): number | undefined {
  const text = `${value}`;
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(text)?.[1];
  const hides = percentile ? 100 - Number(percentile) : { Maximum: 0, Average: 50, Minimum: 100 }[text];
  if (hides === undefined) return undefined;
  return isAbove(alarm) ? hides : 100 - hides;
}

function missing(before: Value, after: Value): string | undefined {
  const [was, will] = [at(before, 'treat_missing_data'), at(after, 'treat_missing_data')];
  const isWeaker = lost('breaching')(was, will) || becomes('ignore')(was ?? 'missing', will);
  return isWeaker && will !== Mark.sensitive
    ? `is silent when there are no data: ${fromTo(was, will)}`
    : undefined;
}

/** It may follow what it watches to another one, when that is what the plan is about. */
function subject(before: Value, after: Value, plan: Plan): string | undefined {
  const names = ['metric_name', 'namespace'].filter((name) => differs(at(before, name), at(after, name)));
  if (names.length > 0) {
    return `watches something else: ${names.map((name) => fromTo(at(before, name), at(after, name))).join(', ')}`;
  }
  const [was, will] = [at(before, 'dimensions'), at(after, 'dimensions')];
  const [from, to] = [isObject(was) ? was : {}, isObject(will) ? will : {}];
  const changed = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .sort()
    .filter((key) => differs(from[key], to[key]) && !plan.ends(from[key]));
  if (!(will instanceof Mark) && changed.length > 0) {
    return `watches something else: ${changed.map((key) => `${key} ${fromTo(from[key], to[key])}`).join(', ')}`;
  }
  return queries(before, after, plan);
}

function queries(before: Value, after: Value, plan: Plan): string | undefined {
  const [was, will] = [before, after].map((alarm) => list(at(alarm, 'metric_query')));
  if (was!.length === 0 || canonical(was) === canonical(will) || canonical(will).includes('<known after')) {
    return undefined;
  }
  const expressions = (queries: readonly Value[]) =>
    queries.map((query) => at(query, 'expression')).filter((one) => typeof one === 'string' && one !== '');
  const [from, to] = [expressions(was!), expressions(will!)];
  if (isAbove(after) && follows(was!, will!, plan)) return undefined;
  if (canonical(from) !== canonical(to))
    return `computes something else: ${fromTo(from.join('; '), to.join('; '))}`;
  const metrics = (some: readonly Value[]) =>
    canonical(
      some.map((query) =>
        ['id', 'metric.0.metric_name', 'metric.0.namespace', 'metric.0.dimensions', 'metric.0.stat'].map(
          (path) => at(query, path) ?? null,
        ),
      ),
    );
  return metrics(was!) === metrics(will!) ? undefined : 'watches something else: its metrics change';
}

function differs(was: Value, will: Value): boolean {
  return (
    will !== Mark.unknown && will !== Mark.sensitive && canonical(was ?? null) !== canonical(will ?? null)
  );
}

function metric(alarm: Value): string {
  const name = at(alarm, 'metric_name');
  return typeof name === 'string' && name !== '' ? name : 'what it computes';
}
