import type { Change } from '../../change';
import { allOf } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, type Value } from '../../value';
import { amount, counted, halved, toNothing, toOne, word } from './outage';

/** Where a number of things that run stands: how many do now, the least and the most of them. */
interface Size {
  readonly runs?: string;
  readonly least?: string;
  readonly most?: string;
  readonly noun: string;
}

const AWS: Readonly<Record<string, Size>> = {
  aws_autoscaling_group: { runs: 'desired_capacity', least: 'min_size', most: 'max_size', noun: 'server' },
  aws_eks_node_group: {
    runs: 'scaling_config.0.desired_size',
    least: 'scaling_config.0.min_size',
    most: 'scaling_config.0.max_size',
    noun: 'node',
  },
  aws_ecs_service: { runs: 'desired_count', noun: 'task' },
  aws_appautoscaling_target: { least: 'min_capacity', most: 'max_capacity', noun: 'unit' },
  aws_spot_fleet_request: { runs: 'target_capacity', noun: 'server' },
  aws_ec2_fleet: { runs: 'target_capacity_specification.0.total_target_capacity', noun: 'server' },
  aws_batch_compute_environment: { most: 'compute_resources.0.max_vcpus', noun: 'processor' },
  aws_autoscaling_schedule: { runs: 'desired_capacity', most: 'max_size', noun: 'server' },
};

/** What an autoscaler of AWS scales: `service/cluster/name`, with how many tasks run. */
const tasks = oncePer((plan: Plan) => {
  const services = plan.all('aws_ecs_service').filter(({ before }) => before);
  return new Map(
    services.map((one) => [
      `service/${word(one.was('cluster')).split('/').at(-1)}/${word(one.was('name'))}`,
      one.was('desired_count'),
    ]),
  );
});

/** Why fewer run, or may run, than do now. */
export function sizes(change: Change, plan: Plan): string[] {
  const size = Object.hasOwn(AWS, change.type) ? AWS[change.type] : undefined;
  if (!size || !change.stays) return [];
  const runs =
    change.type === 'aws_appautoscaling_target'
      ? tasks(plan).get(word(change.was('resource_id')))
      : undefined;
  return shrunk(change.before, change.after, size, { runs, isProtected: plan.isProtected });
}

/**
 * Why a number is too small.
 * @param runs how many run now, if it stands elsewhere.
 */
export function shrunk(
  before: Value,
  after: Value,
  { runs, least, most, noun }: Size,
  known: { readonly runs?: Value; readonly isProtected: boolean },
): string[] {
  const of = (side: Value, path?: string) => (path ? at(side, path) : undefined);
  const [was, will] = [of(before, runs), of(after, runs)];
  const now = known.runs ?? was;
  const [leastWas, mostWas, mostWill] = [of(before, least), of(before, most), of(after, most)];
  if (toNothing(was, will)) return [`runs no ${noun} any more, where ${phrase(was, noun)} now`];
  if (toNothing(mostWas, mostWill)) return [`may have no ${noun} any more, where up to ${word(mostWas)} did`];
  const isOne = known.isProtected && toOne(was, will);
  return allOf(
    isOne
      ? `runs 1 ${noun} in place of ${word(was)}: nothing answers when it fails or is replaced`
      : undefined,
    toNothing(leastWas, of(after, least))
      ? `may shrink to no ${noun} at all: at least ${word(leastWas)} → 0`
      : undefined,
    known.isProtected && toOne(leastWas, of(after, least))
      ? `may shrink to 1 ${noun}, where it had ${word(leastWas)} at least: nothing answers when that one fails`
      : undefined,
    isBelow(mostWill, now) && mostWas !== mostWill
      ? `may have ${word(mostWill)} at most, where ${phrase(now, noun)} now`
      : isTight(mostWas, mostWill, leastWas)
        ? `may have ${counted(amount(mostWill)!, noun)} at most in place of ${word(mostWas)}: what comes above that is refused or slow`
        : undefined,
  );
}

const phrase = (number: Value, noun: string) =>
  `${word(number)} ${noun}${amount(number) === 1 ? ' runs' : 's run'}`;

function isBelow(most: Value, now: Value): boolean {
  const [a, b] = [amount(most), amount(now)];
  return a !== undefined && b !== undefined && a < b;
}

/** Half as far, or no further than it was at the least. */
function isTight(was: Value, will: Value, least: Value): boolean {
  if (halved(was, will)) return true;
  const [before, after, floor] = [amount(was), amount(will), amount(least)];
  return (
    before !== undefined &&
    after !== undefined &&
    floor !== undefined &&
    after < before &&
    after <= floor &&
    floor < before
  );
}
