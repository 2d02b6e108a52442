import { isHigher } from '../parameters/catalogue/upgrade-paths';
import type { Change } from './change';
import { rollOut } from './downtime/roll-out';
import type { Plan } from './plan';
import { Mark, type Value } from './value';
import { oneWayStep } from './version-step';

/** What an interruption is, in words that follow the address; undefined: none. */
type Interruption = (change: Change, plan: Plan) => string | undefined;

const CLUSTERS = ['aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];
const SERVERS = ['aws_rds_cluster_instance', 'aws_docdb_cluster_instance', 'aws_neptune_cluster_instance'];

/** Attributes that restart a server when they change. Source: RDS and ElastiCache user guides, "Modifying". */
const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: [
    'instance_class',
    'engine_version',
    'parameter_group_name',
    'storage_type',
    'ca_cert_identifier',
  ],
  ...Object.fromEntries(
    CLUSTERS.map((type) => [type, ['engine_version', 'db_cluster_parameter_group_name']]),
  ),
  ...Object.fromEntries(SERVERS.map((type) => [type, ['instance_class', 'ca_cert_identifier']])),
  aws_elasticache_replication_group: ['node_type', 'engine', 'engine_version', 'parameter_group_name'],
  aws_elasticache_cluster: ['node_type', 'engine_version', 'parameter_group_name', 'num_cache_nodes'],
};

/** What is lost meanwhile when something is made anew: without a successor, and with one. */
const GONE: Readonly<Record<string, readonly [without: string, successor: string]>> = {
  aws_nat_gateway: [
    'connections to the internet through it break',
    'connections to the internet through it break once',
  ],
  aws_lb: ['nothing behind it can be reached', 'clients go over once DNS names the new one'],
  aws_subnet: ['all that is in it has to go first', 'all that is in it moves'],
  aws_vpc: ['all that is in it has to go first', 'all that is in it moves'],
  aws_lb_target_group: [
    'requests fail until targets are healthy in the new one',
    'requests go over once targets are healthy in it',
  ],
  aws_db_instance: ['the database can be reached by nobody, and is empty after that', 'the new one is empty'],
  aws_elasticache_replication_group: [
    'the cache can be reached by nobody, and is empty after that',
    'the new one is empty',
  ],
  aws_elasticache_cluster: [
    'the cache can be reached by nobody, and is empty after that',
    'the new one is empty',
  ],
  aws_eks_cluster: ['nothing of it runs', 'nothing runs in the new one yet'],
  aws_eks_node_group: ['its pods find no place', 'its pods move to the new one, one after another'],
  aws_ecs_service: ['its tasks are stopped', 'its tasks go over'],
  aws_lambda_function: ['calls of it fail', 'calls go over'],
  aws_instance: ['the server is off', 'the new one starts from nothing'],
};

const NETWORKS = ['aws_subnet', 'aws_vpc'];

const INTERRUPTIONS: readonly Interruption[] = [database, cache, rollOut, cluster, gone];

/**
 * What is interrupted, restarts or rolls by a change, and whether only a snapshot leads back from it.
 * @param plan that the change is of, which tells what decides how many pods run.
 */
export function downtime(change: Change, plan: Plan): string | undefined {
  const found = INTERRUPTIONS.map((interruption) => interruption(change, plan)).find(
    (text) => text !== undefined,
  );
  const isOneWay = change.action === 'update' && oneWayStep(change) !== undefined;
  return found && isOneWay ? `${found}. Only a snapshot leads back: docs/runbooks/upgrades.md` : found;
}

function database(change: Change): string | undefined {
  const isOne = change.type === 'aws_db_instance' || [...CLUSTERS, ...SERVERS].includes(change.type);
  if (!isOne || change.action !== 'update') return undefined;
  const changed = changedOf(change);
  if (changed.length === 0) return undefined;
  const when = change.will('apply_immediately') === true ? '' : ' in the maintenance window';
  // An upgrade takes the standby at the same time. Source: AWS re:Post, "How do I minimize downtime during required Amazon
  // RDS maintenance?".
  const takesOver = change.was('multi_az') === true && !change.changes('engine_version');
  const effect = takesOver
    ? 'fails over, a minute without connections'
    : 'restarts, minutes without connections';
  return `${effect}${when}: ${changed.join(', ')}`;
}

function cache(change: Change): string | undefined {
  if (!/^aws_elasticache_(replication_group|cluster)$/.test(change.type) || change.action !== 'update')
    return undefined;
  const changed = changedOf(change);
  if (changed.length === 0) return undefined;
  const survives = ['was', 'will'].every(
    (side) => change[side as 'was' | 'will']('automatic_failover_enabled') === true,
  );
  const effect = survives ? 'replaces its nodes one by one, seconds without writes' : ALONE[change.type];
  return `${effect}: ${changed.join(', ')}`;
}

/**
 * What a change of a cache without a second node does. Redis and Valkey keep what is in them as long as memory allows.
 * Source: Amazon ElastiCache User Guide, "Upgrade considerations when working with self-designed clusters".
 */
const ALONE: Readonly<Record<string, string>> = {
  aws_elasticache_replication_group: 'minutes without it; ElastiCache does its best to keep what is in it',
  aws_elasticache_cluster: 'makes its nodes anew, empty, minutes without it',
};

function cluster(change: Change): string | undefined {
  if (change.type !== 'aws_eks_cluster' || change.action !== 'update' || !change.changes('version'))
    return undefined;
  const [was, will] = [text(change.was('version')), text(change.will('version'))];
  return isHigher(was, will)
    ? `Kubernetes ${was} → ${will}: EKS takes a cluster back only within seven days of its upgrade, and refuses later. First it replaces the nodes, which takes minutes to twelve hours; Terraform gives up after one and EKS goes on`
    : `Kubernetes ${was} → ${will}: nodes are replaced one after another. EKS takes it back for seven days, and not after that`;
}

function gone(change: Change): string | undefined {
  const effect = Object.hasOwn(GONE, change.type) ? GONE[change.type] : undefined;
  if (!effect || !change.ends) return undefined;
  const [without, successor] = effect;
  // That something stops for good is an outage, or a loss of data.
  if (change.action === 'delete') return NETWORKS.includes(change.type) ? without : undefined;
  return change.overlaps
    ? `its successor is there before it goes: ${successor}`
    : `is deleted, and then made anew: until the new one is there, ${without}`;
}

function changedOf(change: Change): string[] {
  return (RESTARTS[change.type] ?? [])
    .filter((path) => change.changes(path))
    .map((path) => `${path} ${text(change.was(path))} → ${text(change.will(path))}`);
}

function text(value: Value): string {
  if (value instanceof Mark) return value.text;
  return value === undefined || value === null ? 'none' : `${value as string | number | boolean}`;
}
