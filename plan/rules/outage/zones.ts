import type { Change } from '../../change';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, list, Mark, type Value } from '../../value';
import { counted } from './outage';

/** Where it stands in which subnets or zones something runs, by its type. */
const SPREAD: Readonly<Record<string, readonly string[]>> = {
  aws_lb: ['subnets', 'subnet_mapping'],
  aws_alb: ['subnets', 'subnet_mapping'],
  aws_elb: ['subnets'],
  aws_eks_cluster: ['vpc_config.0.subnet_ids'],
  aws_eks_node_group: ['subnet_ids'],
  aws_eks_fargate_profile: ['subnet_ids'],
  aws_autoscaling_group: ['vpc_zone_identifier', 'availability_zones'],
  aws_ecs_service: ['network_configuration.0.subnets'],
  aws_lambda_function: ['vpc_config.0.subnet_ids'],
  aws_batch_compute_environment: ['compute_resources.0.subnets'],
  aws_db_subnet_group: ['subnet_ids'],
  aws_db_proxy: ['vpc_subnet_ids'],
  aws_docdb_subnet_group: ['subnet_ids'],
  aws_neptune_subnet_group: ['subnet_ids'],
  aws_elasticache_subnet_group: ['subnet_ids'],
  aws_elasticache_serverless_cache: ['subnet_ids'],
  aws_memorydb_subnet_group: ['subnet_ids'],
  aws_redshift_subnet_group: ['subnet_ids'],
  aws_opensearch_domain: ['vpc_options.0.subnet_ids'],
  aws_msk_cluster: ['broker_node_group_info.0.client_subnets'],
  aws_vpc_endpoint: ['subnet_ids'],
  aws_ec2_transit_gateway_vpc_attachment: ['subnet_ids'],
};

/** The zone of each subnet of the plan, by its id. */
export const zoneOfSubnet = oncePer((plan: Plan): ReadonlyMap<Value, string> => {
  const found = new Map<Value, string>();
  for (const { before, after } of plan.all('aws_subnet')) {
    for (const side of [before, after]) {
      const [id, zone] = [at(side, 'id'), at(side, 'availability_zone')];
      if (typeof id === 'string' && typeof zone === 'string') found.set(id, zone);
    }
  }
  return found;
});

/** Why something runs in fewer zones than before. */
export function zonesLost(change: Change, plan: Plan): string | undefined {
  if (!change.stays) return undefined;
  const lost = (SPREAD[change.type] ?? []).flatMap((path) => {
    const [was, will] = [change.was(path), change.will(path)];
    // A list that is known after apply alone names subnets that the plan makes.
    if (was instanceof Mark || will instanceof Mark) return [];
    const [before, after] = [zones(was, plan), zones(will, plan)];
    return after > 0 && after < before ? [{ before, after }] : [];
  });
  if (lost.length === 0) return undefined;
  const { before, after } = lost[0]!;
  const alone = after === 1 ? ', and nothing of it survives the loss of that one' : '';
  return `is in ${counted(after, 'zone')} in place of ${before}${alone}`;
}

/** Two subnets of one zone are one place; one of which nobody knows the zone is one of its own. */
function zones(value: Value, plan: Plan): number {
  const ids = list(value).map((item) => at(item, 'subnet_id') ?? item);
  const unknown = ids.filter((id) => id instanceof Mark).length;
  const known = ids.filter((id) => !(id instanceof Mark));
  return unknown + new Set(known.map((id) => zoneOfSubnet(plan).get(id) ?? id)).size;
}
