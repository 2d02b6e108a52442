import type { Change, PlannedResource } from '../../change';
import { allOf } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, list, type Value } from '../../value';
import { counted, ends, named, outage, short } from './outage';
import { zoneOfSubnet } from './zones';

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const DESTINATIONS = [
  ...['destination_cidr_block', 'cidr_block', 'destination_ipv6_cidr_block', 'ipv6_cidr_block'],
  'destination_prefix_list_id',
];

/** What leads from one network to another, and what is lost with it. */
const WAYS: Readonly<Record<string, string>> = {
  aws_internet_gateway: 'nothing in the VPC reaches the internet, or is reached from it',
  aws_egress_only_internet_gateway: 'nothing in the VPC reaches the internet by IPv6',
  aws_vpc_endpoint: 'what reached the service through it goes another way, or none',
  aws_vpc_peering_connection: 'the two networks reach each other no more',
  aws_ec2_transit_gateway: 'the networks on it reach each other no more',
  aws_ec2_transit_gateway_vpc_attachment: 'the network reaches the others on the gateway no more',
  aws_ec2_transit_gateway_peering_attachment: 'the two gateways reach each other no more',
  aws_vpn_connection: 'the network at its other end is reached no more',
  aws_vpn_gateway: 'the networks behind its connections are reached no more',
  aws_dx_connection: 'the network at its other end is reached no more',
  aws_dx_gateway_association: 'the network at its other end is reached no more',
};

/** What a way leads from and to. */
const ENDS = [
  ...['vpc_id', 'service_name', 'peer_vpc_id', 'transit_gateway_id', 'peer_transit_gateway_id'],
  ...['vpn_gateway_id', 'customer_gateway_id'],
];

export const wayOutLost = outage(
  'way-out-lost',
  'a network loses its way to the internet or to another network, or a zone its own',
  (change: Change, plan: Plan) =>
    allOf(
      gatewayGone(change, plan),
      wayGone(change, plan),
      routesGone(change, plan),
      tableGone(change, plan),
    ),
);

function wayGone(change: Change, plan: Plan): string | undefined {
  const lost = Object.hasOwn(WAYS, change.type) ? WAYS[change.type] : undefined;
  if (!lost || !change.ends || change.overlaps || ends(plan, change.was('vpc_id'), 'aws_vpc'))
    return undefined;
  // One between the same ends takes its place.
  const hasEnds = ENDS.some((path) => typeof change.was(path) === 'string');
  if (hasEnds && change.action === 'delete' && plan.keepsAnother(change, ENDS)) return undefined;
  return `is ${change.action === 'delete' ? 'deleted' : 'deleted, and then made anew'}: ${lost}`;
}

const isNat = (resource: PlannedResource) => resource.was('connectivity_type') !== 'private';

/** The NAT gateways of a plan, before and after it. */
const gateways = oncePer((plan: Plan) => {
  const all = plan.all('aws_nat_gateway').filter(isNat);
  const zones = (side: 'before' | 'after') =>
    all.flatMap((one) => zoneOfSubnet(plan).get(at(one[side], 'subnet_id') ?? null) ?? []);
  const after = zones('after');
  const used = new Set(plan.all('aws_subnet').map((one) => at(one.after, 'availability_zone')));
  return {
    before: all.filter(({ before }) => before).length,
    after: all.filter((one) => one.after).length,
    lost: zones('before').filter((zone) => !after.includes(zone) && used.has(zone)),
    gone: plan.of('aws_nat_gateway').filter((one) => one.action === 'delete' && isNat(one)),
  };
});

/** Counted over the plan: one finding for all that go, at the first of them. */
function gatewayGone(change: Change, plan: Plan): string | undefined {
  const { before, after, lost, gone } = gateways(plan);
  if (change !== gone[0] || after >= before || ends(plan, change.was('vpc_id'), 'aws_vpc')) return undefined;
  if (plan.of('aws_vpc').some(({ action }) => action === 'delete')) return undefined;
  if (after === 0) {
    return leadsElsewhere(plan)
      ? undefined
      : `is ${before === 1 ? 'the only NAT gateway' : `deleted, as are all ${before} NAT gateways`}: private subnets have no way to the internet any more`;
  }
  const zones = lost.length > 0 ? `subnets in ${named(lost.sort())} lose` : 'subnets of its zone lose';
  return `is deleted: ${counted(after, 'NAT gateway')} in place of ${before}, and ${zones} their own way to the internet, which then fails with another zone`;
}

interface Way {
  readonly table: Value;
  readonly destination: string;
  readonly through: Value;
}

const THROUGH = [
  ...['nat_gateway_id', 'gateway_id', 'transit_gateway_id', 'network_interface_id', 'vpc_endpoint_id'],
  ...['vpc_peering_connection_id', 'egress_only_gateway_id', 'instance_id', 'core_network_arn'],
];

function waysOf(type: string, side: Value): Way[] {
  if (!side) return [];
  const isTable = type !== 'aws_route';
  const table = at(side, isTable ? 'id' : 'route_table_id');
  return (isTable ? list(at(side, 'route')) : [side]).flatMap((route) => {
    const destination = DESTINATIONS.map((path) => at(route, path)).find(
      (one) => typeof one === 'string' && one,
    );
    if (typeof destination !== 'string') return [];
    return [{ table, destination, through: THROUGH.map((path) => at(route, path)).find(Boolean) }];
  });
}

const TABLES = ['aws_route', 'aws_route_table', 'aws_default_route_table'];

/** The ways that there are afterwards, by their table and destination. */
const waysAfter = oncePer((plan: Plan) => {
  const all = plan.all(...TABLES).flatMap(({ type, after }) => waysOf(type, after));
  return new Map(all.map((way) => [`${String(way.table)} ${way.destination}`, way]));
});

/** Whether the internet is reached afterwards through something else than a NAT gateway that goes. */
function leadsElsewhere(plan: Plan): boolean {
  return [...waysAfter(plan).values()].some(
    ({ destination, through }) =>
      EVERYWHERE.includes(destination) && typeof through === 'string' && !/^(nat|igw)-/.test(through),
  );
}

function routesGone(change: Change, plan: Plan): string | undefined {
  if (!TABLES.includes(change.type) || change.action === 'create' || change.action === 'forget')
    return undefined;
  const isOwn = change.type !== 'aws_route';
  const table = change.was(isOwn ? 'id' : 'route_table_id');
  if (isOwn ? change.ends : ends(plan, table, 'aws_route_table')) return undefined;
  const kept = isOwn ? waysOf(change.type, change.after).map(({ destination }) => destination) : [];
  const lost = waysOf(change.type, change.before)
    .filter(({ destination }) => !kept.includes(destination))
    .filter(({ destination }) => !waysAfter(plan).has(`${String(table)} ${destination}`))
    // What it led to goes as well, and says so.
    .filter(({ through }) => !ends(plan, through, 'aws_nat_gateway', ...Object.keys(WAYS)));
  if (lost.length === 0) return undefined;
  const to = lost.map(({ destination }) => (EVERYWHERE.includes(destination) ? 'the internet' : destination));
  return `${isOwn ? 'loses a route' : 'is deleted'}: subnets of ${short(table)} have no way to ${named(to)} any more`;
}

/** A subnet without a table of its own goes by the VPC's main one, which leads nowhere else. */
function tableGone(change: Change, plan: Plan): string | undefined {
  const subnet = change.was('subnet_id');
  if (change.type !== 'aws_route_table_association' || change.action !== 'delete' || !subnet)
    return undefined;
  if (ends(plan, subnet, 'aws_subnet') || associated(plan).has(subnet)) return undefined;
  return `is deleted: ${short(subnet)} goes by the main route table of its VPC, and loses the routes of ${short(change.was('route_table_id'))}`;
}

const associated = oncePer(
  (plan: Plan) => new Set(plan.all('aws_route_table_association').map(({ after }) => at(after, 'subnet_id'))),
);
