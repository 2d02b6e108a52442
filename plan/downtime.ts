import { isHigher } from '../parameters/catalogue/upgrade-paths';
import type { Change } from './change';
import { containers, isKind, objectName, podSpec } from './kubernetes';
import { at, list, Mark, texts, type Value } from './value';
import { oneWayStep } from './version-step';

/** What an interruption is, in words that follow the address; undefined: none. */
type Interruption = (change: Change) => string | undefined;

/** Attributes that restart a server when they change. Source: RDS and ElastiCache user guides, "Modifying". */
const RESTARTS: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: [
    'instance_class',
    'engine_version',
    'parameter_group_name',
    'storage_type',
    'ca_cert_identifier',
  ],
  aws_elasticache_replication_group: ['node_type', 'engine', 'engine_version', 'parameter_group_name'],
  aws_elasticache_cluster: ['node_type', 'engine_version', 'parameter_group_name', 'num_cache_nodes'],
};

const INTERRUPTIONS: readonly Interruption[] = [
  database,
  cache,
  workload,
  cluster,
  gone('aws_nat_gateway', 'connections to the internet break until the new one is there'),
  gone('aws_lb', 'nothing can be reached from outside until DNS names the new one'),
  gone('aws_subnet', 'all that is in it has to go first'),
  gone('aws_vpc', 'all that is in it has to go first'),
  gone('aws_lb_target_group', 'requests fail until the pods are healthy in the new one'),
];

/** What is interrupted, restarts or rolls by a change, and whether only a snapshot leads back from it. */
export function downtime(change: Change): string | undefined {
  const found = INTERRUPTIONS.map((interruption) => interruption(change)).find((text) => text !== undefined);
  const isOneWay = change.action === 'update' && oneWayStep(change) !== undefined;
  return found && isOneWay ? `${found}. Only a snapshot leads back: docs/runbooks/upgrades.md` : found;
}

function database(change: Change): string | undefined {
  if (change.type !== 'aws_db_instance' || change.action !== 'update') return undefined;
  const changed = changedOf(change);
  const when = change.will('apply_immediately') === true ? '' : ' in the maintenance window';
  // An upgrade takes the standby at the same time. Source: AWS re:Post, "How do I minimize downtime during required Amazon
  // RDS maintenance?".
  const takesOver = change.was('multi_az') === true && !change.changes('engine_version');
  const zones = takesOver
    ? 'fails over, a minute without connections'
    : 'restarts, minutes without connections';
  const lost = change.was('multi_az') === true && change.will('multi_az') === false;
  if (changed.length > 0) return `${changed.join(', ')}: ${zones}${when}`;
  return lost ? 'no longer survives the loss of a zone: multi_az true → false' : undefined;
}

function cache(change: Change): string | undefined {
  if (!/^aws_elasticache_(replication_group|cluster)$/.test(change.type) || change.action !== 'update')
    return undefined;
  const changed = changedOf(change);
  if (changed.length === 0) return undefined;
  const survives = change.was('automatic_failover_enabled') === true;
  return `${changed.join(', ')}: ${survives ? 'replaces its nodes one by one, seconds without writes' : ALONE[change.type]}`;
}

/**
 * What a change of a cache without a second node does. Redis and Valkey keep what is in them as long as memory allows.
 * Source: Amazon ElastiCache User Guide, "Upgrade considerations when working with self-designed clusters".
 */
const ALONE: Readonly<Record<string, string>> = {
  aws_elasticache_replication_group: 'minutes without it; ElastiCache does its best to keep what is in it',
  aws_elasticache_cluster: 'makes its nodes anew, empty, minutes without it',
};

/** `catalog-api 1.5.0 → 1.5.1, rolls 2 pods`. */
function workload(change: Change): string | undefined {
  if (isKind(change, 'deployment', 'stateful_set', 'daemonset', 'daemon_set')) {
    const name = objectName(change.before ?? change.after);
    if (change.action === 'delete') return `${name} stops`;
    if (change.action === 'replace') return `${name} stops, and is made anew`;
    if (change.action !== 'update' || !change.changes('spec.0.template')) return undefined;
    return `${name} ${versions(change)}, rolls ${pods(change)}`;
  }
  return undefined;
}

function cluster(change: Change): string | undefined {
  if (change.type !== 'aws_eks_cluster' || change.action !== 'update' || !change.changes('version'))
    return undefined;
  const [was, will] = [text(change.was('version')), text(change.will('version'))];
  return isHigher(was, will)
    ? `Kubernetes ${was} → ${will}: EKS takes a cluster back only within seven days of its upgrade, and refuses later. First it replaces the nodes, which takes minutes to twelve hours; Terraform gives up after one and EKS goes on`
    : `Kubernetes ${was} → ${will}: nodes are replaced one after another. EKS takes it back for seven days, and not after that`;
}

function gone(type: string, effect: string): Interruption {
  return (change) => (change.type === type && change.ends ? effect : undefined);
}

function changedOf(change: Change): string[] {
  return (RESTARTS[change.type] ?? [])
    .filter((path) => change.changes(path))
    .map((path) => `${path} ${text(change.was(path))} → ${text(change.will(path))}`);
}

/** The versions of a workload, or what else of its pods is another one. */
function versions(change: Change): string {
  const [was, will] = [change.before, change.after].map(versionOf);
  if (was !== will) return `${was} → ${will}`;
  const parts =
    containers(podSpec(change.before)).length === containers(podSpec(change.after)).length
      ? changedParts(change)
      : ['containers'];
  return `${will} (${parts.join(', ') || 'its pod template'} changed)`;
}

function changedParts(change: Change): string[] {
  const names = ['env', 'resources', 'command', 'args', 'image', 'port', 'volume_mount'];
  const [before, after] = [change.before, change.after].map((side) => containers(podSpec(side)));
  return names.filter((name) =>
    after!.some(
      (container, index) => JSON.stringify(at(before![index], name)) !== JSON.stringify(at(container, name)),
    ),
  );
}

/** By the label of its pods, else by the tag of its image. */
function versionOf(side: Value): string {
  const labels = at(side, 'spec.0.template.0.metadata.0.labels');
  const label = ['version', 'app.kubernetes.io/version']
    .map((key) => texts(at(labels, key))[0])
    .find(Boolean);
  const image = texts(at(list(at(podSpec(side), 'container'))[0], 'image'))[0];
  return label ?? image?.split(/[:@]/).at(-1) ?? Mark.unknown.text;
}

/** An autoscaler decides when the number is left open. */
function pods(change: Change): string {
  const replicas = change.was('spec.0.replicas');
  if (replicas === undefined || replicas === null) return 'its pods one after another';
  return `${text(replicas)} ${`${text(replicas)}` === '1' ? 'pod' : 'pods'}`;
}

function text(value: Value): string {
  if (value instanceof Mark) return value.text;
  return value === undefined || value === null ? 'none' : `${value as string | number | boolean}`;
}
