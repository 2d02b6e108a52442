import type { Change, PlannedResource } from '../../change';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, isObject, list, type Value } from '../../value';
import { ends, named } from './outage';

type Direction = 'ingress' | 'egress';

/** Types of what serves, and where it names its security groups. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  aws_lb: ['security_groups'],
  aws_alb: ['security_groups'],
  aws_elb: ['security_groups'],
  aws_db_instance: ['vpc_security_group_ids'],
  aws_rds_cluster: ['vpc_security_group_ids'],
  aws_docdb_cluster: ['vpc_security_group_ids'],
  aws_neptune_cluster: ['vpc_security_group_ids'],
  aws_elasticache_cluster: ['security_group_ids'],
  aws_elasticache_replication_group: ['security_group_ids'],
  aws_elasticache_serverless_cache: ['security_group_ids'],
  aws_memorydb_cluster: ['security_group_ids'],
  aws_redshift_cluster: ['vpc_security_group_ids'],
  aws_opensearch_domain: ['vpc_options.0.security_group_ids'],
  aws_msk_cluster: ['broker_node_group_info.0.security_groups'],
  aws_efs_mount_target: ['security_groups'],
  aws_vpc_endpoint: ['security_group_ids'],
  aws_instance: ['vpc_security_group_ids'],
  aws_launch_template: ['vpc_security_group_ids'],
  aws_ecs_service: ['network_configuration.0.security_groups'],
  aws_lambda_function: ['vpc_config.0.security_group_ids'],
  aws_eks_cluster: ['vpc_config.0.security_group_ids'],
};

const RULES: Readonly<Record<string, Direction>> = {
  aws_vpc_security_group_ingress_rule: 'ingress',
  aws_vpc_security_group_egress_rule: 'egress',
};

/** Who has a security group afterwards, by its id. */
const users = oncePer((plan: Plan) => {
  const found = new Map<Value, string[]>();
  for (const [type, paths] of Object.entries(SERVERS)) {
    for (const resource of plan.all(type)) {
      // What is replaced has, as far as anybody knows, the groups of before.
      const side =
        resource.after && paths.some((path) => Array.isArray(resource.will(path))) ? 'after' : 'before';
      if (!resource.after) continue;
      for (const group of paths.flatMap((path) => list(at(resource[side], path)))) {
        if (!found.has(group)) found.set(group, []);
        found.get(group)!.push(resource.address);
      }
    }
  }
  return found;
});

function directionOf({ type, before, after }: PlannedResource): Direction | undefined {
  if (type === 'aws_security_group_rule') return at(before ?? after, 'type') as Direction;
  return RULES[type];
}

/** How many rules let something through a group afterwards, by its id and the direction. */
const open = oncePer((plan: Plan) => {
  const found = new Map<string, number>();
  const add = (group: Value, direction: Direction, more: number) => {
    const key = `${direction} ${String(group)}`;
    found.set(key, (found.get(key) ?? 0) + more);
  };
  for (const rule of plan.all('aws_security_group_rule', ...Object.keys(RULES))) {
    const direction = directionOf(rule);
    if (rule.after && direction) add(rule.will('security_group_id'), direction, 1);
  }
  for (const group of plan.all('aws_security_group', 'aws_default_security_group')) {
    for (const direction of ['ingress', 'egress'] as const) {
      add(group.was('id'), direction, isObject(group.after) ? list(group.will(direction)).length : 0);
    }
  }
  return found;
});

/** Why nothing gets through a group any more that something which serves has. */
export function rulesOfGroup(change: Change, plan: Plan): string[] {
  const isGroup = change.type === 'aws_security_group' && change.action === 'update';
  const own = directionOf(change);
  if (!isGroup && (!own || change.action !== 'delete')) return [];
  const group = change.was(isGroup ? 'id' : 'security_group_id');
  if (ends(plan, group, 'aws_security_group')) return [];
  const who = users(plan).get(group) ?? [];
  const directions: readonly Direction[] = isGroup ? ['ingress', 'egress'] : [own!];
  return directions
    .filter((direction) => !isGroup || list(change.was(direction)).length > 0)
    .filter((direction) => who.length > 0 && (open(plan).get(`${direction} ${String(group)}`) ?? 0) === 0)
    .filter((direction) => isGroup || firstGone(plan).get(`${direction} ${String(group)}`) === change)
    .map((direction) =>
      direction === 'ingress'
        ? `lets nobody in any more: it was the last way in to ${named(who)}`
        : `lets nothing out any more: it was the last way out of ${named(who)}`,
    );
}

/** One finding for all rules of a group that go. */
const firstGone = oncePer((plan: Plan) => {
  const found = new Map<string, Change>();
  for (const change of plan.of('aws_security_group_rule', ...Object.keys(RULES))) {
    if (change.action !== 'delete') continue;
    const key = `${directionOf(change)} ${String(change.was('security_group_id'))}`;
    if (!found.has(key)) found.set(key, change);
  }
  return found;
});
