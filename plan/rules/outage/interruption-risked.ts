import type { Change } from '../../change';
import { allOf } from '../../finding';
import { TARGET_GROUPS } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { type Setting, weakened } from '../../setting/setting';
import { fromTo } from '../../setting/shown';
import { at, list, texts, type Value } from '../../value';
import { carelessPods } from './kubernetes/careless-pods';
import { amount, named, outage, word } from './outage';

/** Between these hours, UTC, somebody works somewhere near. */
const DAY = { from: 6, to: 20 };

const WINDOWS: Readonly<Record<string, string>> = {
  aws_db_instance: 'maintenance_window',
  aws_rds_cluster: 'preferred_maintenance_window',
  aws_rds_cluster_instance: 'preferred_maintenance_window',
  aws_docdb_cluster: 'preferred_maintenance_window',
  aws_neptune_cluster: 'preferred_maintenance_window',
  aws_elasticache_replication_group: 'maintenance_window',
  aws_elasticache_cluster: 'maintenance_window',
  aws_memorydb_cluster: 'maintenance_window',
  aws_redshift_cluster: 'preferred_maintenance_window',
};

/** Where a class such as `db.m7g.2xlarge` stands. */
const CLASSES = ['instance_class', 'node_type', 'instance_type', 'cluster_config.0.instance_type'];

const SETTINGS: readonly Setting[] = [
  ...['path', 'port', 'protocol', 'matcher'].map((part) => ({
    types: TARGET_GROUPS,
    path: `health_check.0.${part}`,
    isWeaker: (was: Value, will: Value) => was !== will,
    says: (was: Value, will: Value) =>
      `asks targets another question to see whether they are healthy, ${part} ${fromTo(was, will)}: those that do not answer it get no requests`,
  })),
  {
    types: TARGET_GROUPS,
    path: 'deregistration_delay',
    isWeaker: (was, will) => (amount(was) ?? 0) > 0 && amount(will) === 0,
    says: 'cuts requests that are under way when a target ends: deregistration_delay is 0',
  },
  ...Object.entries(WINDOWS).map(([type, path]) => ({
    types: [type],
    path,
    isWeaker: (was: Value, will: Value) => !isByDay(was) && isByDay(will),
    says: (was: Value, will: Value) => `is maintained by day (UTC): ${fromTo(was, will)}`,
  })),
];

export const interruptionRisked = {
  ...outage(
    'interruption-risked',
    'something may be interrupted, or waits for somebody: a health check, a probe, the time to end, maintenance by day, a much smaller class, a reboot',
    (change: Change, plan: Plan) =>
      allOf(
        weakened(change, SETTINGS),
        smaller(change),
        awaitsReboot(change, plan),
        carelessPods(change, plan),
      ),
  ),
  isOnlyTold: true,
};

/** `sun:03:00-sun:04:00` */
function isByDay(window: Value): boolean {
  const hour = Number(word(window).match(/^[a-z]{3}:(\d\d):\d\d/i)?.[1]);
  return hour >= DAY.from && hour < DAY.to;
}

const NAMED_SIZES = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'];

/** `xlarge` is 2 of `large`, `4xlarge` is 8. */
function sizeOf(name: Value): number | undefined {
  const size = word(name)
    .split('.')
    .find((part) => /^(nano|micro|small|medium|large|\d*xlarge)$/.test(part));
  if (size === undefined) return undefined;
  const times = size.match(/^(\d+)xlarge$/)?.[1];
  return 2 ** NAMED_SIZES.indexOf(times ? 'xlarge' : size) * Number(times ?? 1);
}

function smaller(change: Change): string[] {
  if (change.action !== 'update') return [];
  return CLASSES.flatMap((path) => {
    const [was, will] = [change.was(path), change.will(path)];
    const [before, after] = [sizeOf(was), sizeOf(will)];
    return before !== undefined && after !== undefined && before / after >= 4
      ? [
          `gets a much smaller class, ${fromTo(was, will)}: about one ${before / after}th of the memory and processors`,
        ]
      : [];
  });
}

const PARAMETERS = [
  'aws_db_parameter_group',
  'aws_rds_cluster_parameter_group',
  'aws_docdb_cluster_parameter_group',
  'aws_neptune_parameter_group',
];
const SERVERS = [
  'aws_db_instance',
  'aws_rds_cluster',
  'aws_rds_cluster_instance',
  'aws_docdb_cluster',
  'aws_neptune_cluster_instance',
];
const NAMES = [
  'parameter_group_name',
  'db_parameter_group_name',
  'db_cluster_parameter_group_name',
  'neptune_parameter_group_name',
];
/** What restarts a server, so that its parameters are in force. */
const RESTARTS = [
  'instance_class',
  'engine_version',
  'parameter_group_name',
  'db_parameter_group_name',
  'storage_type',
];

/** Which servers have a group of parameters, and whether the plan restarts them. */
const servers = oncePer((plan: Plan) => {
  const found = new Map<Value, { readonly address: string; readonly restarts: boolean }[]>();
  const restarting = new Set(
    plan
      .of(...SERVERS)
      .filter((one) => one.ends || RESTARTS.some((path) => one.changes(path) && one.stays))
      .map(({ address }) => address),
  );
  for (const one of plan.all(...SERVERS)) {
    if (!one.before || !one.after) continue;
    for (const name of new Set(NAMES.map((path) => one.was(path)))) {
      if (!found.has(name)) found.set(name, []);
      found.get(name)!.push({ address: one.address, restarts: restarting.has(one.address) });
    }
  }
  return found;
});

/** A parameter that only a reboot puts in force, of a server that nothing reboots. */
function awaitsReboot(change: Change, plan: Plan): string | undefined {
  if (!PARAMETERS.includes(change.type) || change.action !== 'update') return undefined;
  const parameters = (side: Value) =>
    new Map(
      list(at(side, 'parameter')).map((one) => [
        word(at(one, 'name')),
        { value: word(at(one, 'value')), when: at(one, 'apply_method') },
      ]),
    );
  const [was, will] = [parameters(change.before), parameters(change.after)];
  const waiting = [...will].filter(
    ([name, { value, when }]) => when === 'pending-reboot' && was.get(name)?.value !== value,
  );
  const taken = [...was].filter(([name, { when }]) => when === 'pending-reboot' && !will.has(name));
  const all = [...waiting, ...taken].map(([name]) => name);
  const users = texts(['id', 'name'].map((path) => change.was(path))).flatMap(
    (name) => servers(plan).get(name) ?? [],
  );
  const left = users.filter(({ restarts }) => !restarts).map(({ address }) => address);
  if (all.length === 0 || (users.length > 0 && left.length === 0)) return undefined;
  const who = left.length > 0 ? named(left) : 'its servers';
  return `changes ${named(all)}, which is not in force until somebody reboots ${who}: no deploy does`;
}
