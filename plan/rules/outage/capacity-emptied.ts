import type { Change } from '../../change';
import { allOf } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { switchedOff } from '../../setting/order';
import { type Setting, weakened } from '../../setting/setting';
import { fromTo } from '../../setting/shown';
import { at, list, type Value } from '../../value';
import { HALVED } from './halved';
import { nodePoolEmptied } from './kubernetes/node-pools';
import { podsEmptied } from './kubernetes/pods-emptied';
import { quotaTooSmall } from './kubernetes/quota-too-small';
import { amount, halved, outage } from './outage';
import { sizes } from './sizes';

const isHeld = (processes: Value) => list(processes).includes('Launch');

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_lambda_function'],
    path: 'reserved_concurrent_executions',
    isWeaker: (was, will) => amount(was) !== 0 && amount(will) === 0,
    says: 'never runs any more: every call is refused, as reserved_concurrent_executions is 0',
  },
  {
    types: ['aws_eks_cluster'],
    path: 'compute_config.0.enabled',
    isWeaker: switchedOff,
    says: 'has no nodes of Auto Mode any more: pods on them end, and new ones find no place',
  },
  {
    types: ['aws_eks_cluster'],
    path: 'compute_config.0.node_pools',
    isWeaker: (was, will) => list(was).length > list(will).length,
    says: (was, will) =>
      list(will).length === 0
        ? `has no node pools of its own any more, of which it had ${list(was).join(' and ')}: pods on their nodes end, and new ones find no place`
        : `has fewer node pools: ${list(was).join(', ')} → ${list(will).join(', ')}: pods that need the others find no place`,
  },
  {
    types: ['aws_autoscaling_group'],
    path: 'suspended_processes',
    isWeaker: (was, will) => isHeld(will) && !isHeld(was),
    says: 'starts no servers any more, whatever comes or fails: Launch is suspended',
  },
  {
    types: ['aws_db_instance'],
    path: 'max_allocated_storage',
    isWeaker: (was, will) => (amount(was) ?? 0) > 0 && (amount(will) ?? 0) === 0,
    says: 'has a disk that grows no more: once it is full, the database stops',
  },
  {
    types: ['aws_kinesis_stream'],
    path: 'stream_mode_details.0.stream_mode',
    isWeaker: (was, will) => was === 'ON_DEMAND' && will === 'PROVISIONED',
    says: 'grows with its load no more: what is above its shards is refused',
  },
  ...HALVED,
  {
    types: ['aws_api_gateway_method_settings'],
    path: 'settings.0.throttling_rate_limit',
    isWeaker: (was, will) => amount(was) !== 0 && amount(will) === 0,
    says: 'refuses every request: throttling_rate_limit is 0',
  },
  {
    types: ['aws_ecs_cluster_capacity_providers'],
    path: 'capacity_providers',
    isWeaker: (was, will) => list(was).length > 0 && list(will).length === 0,
    says: 'has nothing to run tasks on any more',
  },
];

export const capacityEmptied = outage(
  'capacity-emptied',
  'what runs gets nothing to run on, is set to none, or may be less than what runs now',
  (change: Change, plan: Plan) =>
    allOf(
      weakened(change, SETTINGS),
      sizes(change, plan),
      throughput(change, plan),
      podsEmptied(change, plan),
      nodePoolEmptied(change, plan),
      quotaTooSmall(change, plan),
      emptiedInTime(change),
      growsNoMore(change, plan),
    ),
);

/** Tables whose throughput an autoscaler decides. */
const scaledTables = oncePer((plan: Plan) => {
  const targets = plan.all('aws_appautoscaling_target').filter(({ after }) => after);
  return new Set(targets.map((one) => one.will('resource_id')));
});

function throughput(change: Change, plan: Plan): string[] {
  if (change.type !== 'aws_dynamodb_table' || !change.stays) return [];
  if (
    change.will('billing_mode') !== 'PROVISIONED' ||
    scaledTables(plan).has(`table/${String(change.was('name'))}`)
  )
    return [];
  const [read, write] = ['read_capacity', 'write_capacity'].map((path) => change.will(path));
  if (change.was('billing_mode') === 'PAY_PER_REQUEST') {
    return [
      `takes ${String(read)} reads and ${String(write)} writes a second in place of as many as come: what is more is refused`,
    ];
  }
  return ['read_capacity', 'write_capacity']
    .filter((path) => halved(change.was(path), at(change.after, path)))
    .map(
      (path) =>
        `takes half as many ${path.split('_')[0]}s, or fewer; what is more is refused: ${fromTo(change.was(path), change.will(path))}`,
    );
}

/** What a schedule makes of a group of servers, or of tasks. */
function emptiedInTime(change: Change): string | undefined {
  const most = EMPTIED[change.type];
  if (!most || change.goes) return undefined;
  const [was, will] = [change.was(most), change.will(most)];
  return amount(will) === 0 && amount(was) !== 0
    ? `lets nothing run from its time on, which is ${String(change.will('recurrence') ?? change.will('schedule') ?? 'once')}`
    : undefined;
}

const EMPTIED: Readonly<Record<string, string>> = {
  aws_appautoscaling_scheduled_action: 'scalable_target_action.0.max_capacity',
  aws_autoscaling_schedule: 'max_size',
};

/** What makes something grow with its load, by the attribute that names it. */
const GROWS: Readonly<Record<string, string>> = {
  aws_appautoscaling_policy: 'resource_id',
  aws_autoscaling_policy: 'autoscaling_group_name',
};

function growsNoMore(change: Change, plan: Plan): string | undefined {
  const path = GROWS[change.type];
  if (!path || change.action !== 'delete') return undefined;
  const whole = change.was(path);
  // Such as `service/cluster/name` or `table/name`.
  const name = String(whole).split('/').at(-1);
  if (firstGone(plan).get(`${change.type} ${String(whole)}`) !== change) return undefined;
  if (plan.keepsAnother(change, [path]) || plan.ends(whole) || plan.ends(name)) return undefined;
  return `is deleted: ${String(name)} grows with its load no more`;
}

/** Of all that go of one thing, the first: they are told together. */
const firstGone = oncePer((plan: Plan) => {
  const all = Object.entries(GROWS).flatMap(([type, path]) =>
    plan.deletedLike(type).map((one) => [`${type} ${String(one.was(path))}`, one] as const),
  );
  return new Map(all.reverse());
});
