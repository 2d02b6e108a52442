import type { Change, PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { list, Mark, type Value } from '../value';
import { fullScopes, GROUPS, groupOf } from './groups';
import { find } from './identity';
import { Reach } from './reach';
import { describe, SCOPED, type Scope, type Side } from './scope';
import { isWide } from './wide';

/** Where what is in a network names its security groups. */
const PATHS = [
  'vpc_security_group_ids',
  'security_group_ids',
  'security_groups',
  'vpc_config.0.security_group_ids',
  'vpc_options.0.security_group_ids',
  'network_configuration.0.security_groups',
  'broker_node_group_info.0.security_groups',
  'cluster_config.0.vpc_security_group_ids',
];

/** What holds data, and is reached by whomever its groups let in. */
const DATA =
  /^aws_(db_instance|db_proxy|rds_cluster|docdb_cluster|neptune_cluster|redshift\w*|elasticache\w*|memorydb_cluster|dax_cluster|opensearch_domain|elasticsearch_domain|msk_cluster|mq_broker|efs_mount_target|fsx_\w+|timestreaminfluxdb_db_instance)$/;

/** Something that is there gets other security groups, which let more through than its own did. */
export function groupsChanged(change: Change, plan: Plan): string[] {
  if (!change.stays || !change.type.startsWith('aws_')) return [];
  return PATHS.flatMap((path) => {
    if (!change.changes(path)) return [];
    const was = list(change.was(path));
    const gained = list(change.will(path)).filter((group) => !was.includes(group));
    const before = new Reach(was.flatMap((group) => scopesOf(plan, group, 'before')));
    return gained.flatMap((group) => more(group, before, change, plan));
  });
}

function more(group: Value, before: Reach, change: Change, plan: Plan): string[] {
  // A group that the plan makes is judged by its own rules.
  if (typeof group !== 'string' || group === '' || plan.creates(group, ...GROUPS)) {
    return group === Mark.sensitiveChange ? ['gets a security group that is sensitive'] : [];
  }
  if (!find(plan, group, GROUPS)) {
    return DATA.test(change.type)
      ? [`gets the rules of ${group}, a security group that this plan does not show`]
      : [];
  }
  const opened = scopesOf(plan, group, 'after').filter((scope) => {
    const missing = before.missing(scope);
    return scope.direction === 'in' && missing.length > 0 && isWide(scope, missing, before);
  });
  return opened.length > 0
    ? [`gets ${group}, which lets through more: ${opened.map(describe).join(', ')}`]
    : [];
}

function scopesOf(plan: Plan, group: Value, side: Side): readonly Scope[] {
  if (typeof group !== 'string') return [];
  const address = find(plan, group, GROUPS)?.address ?? group;
  return (
    bySide(plan)
      [side].get(address)
      ?.flatMap((resource) => fullScopes(plan, resource, side)) ?? []
  );
}

/** The resources that hold the rules of each group. */
const bySide = oncePer((plan: Plan) => {
  const of = (side: Side) => {
    const found = new Map<string, PlannedResource[]>();
    for (const resource of plan.all(...SCOPED)) {
      if (!resource[side]) continue;
      const group = groupOf(plan, resource, side);
      const known = found.get(group);
      if (known) known.push(resource);
      else found.set(group, [resource]);
    }
    return found;
  };
  return { before: of('before'), after: of('after') };
});
