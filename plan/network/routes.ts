import type { Change, PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, list, Mark, type Value } from '../value';
import { find, isMade, named } from './identity';
import { pieceOf, Reach } from './reach';
import { type Read, reader, type Scope, type Side } from './scope';
import { isOutside } from './wide';

const TABLES = ['aws_route_table', 'aws_default_route_table'];
const ROUTE = 'aws_route';
const ASSOCIATION = 'aws_route_table_association';
const MAIN = 'aws_main_route_table_association';
const SUBNETS = ['aws_subnet', 'aws_default_subnet'];

/** Where a route leads: `internet` both ways, `out` from inside alone, another network by its id. */
interface RouteTo {
  readonly destination: string | undefined;
  readonly to: 'internet' | 'out' | 'network';
  /** What it leads by. */
  readonly by: string;
}

/** What a table leads to before a plan. Its reaches are made once: a table may have many routes. */
class TableBefore {
  private readonly reaches = new Map<string, Reach>();

  constructor(private readonly routes: readonly RouteTo[]) {}

  /** What leads at least as far as a route does. */
  reach({ to, by }: RouteTo): Reach {
    const key = to === 'network' ? `by ${by}` : to;
    const known = this.reaches.get(key);
    if (known) return known;
    const alike = this.routes.filter((other) =>
      to === 'out' ? other.to !== 'network' : to === 'internet' ? other.to === 'internet' : other.by === by,
    );
    const made = new Reach(alike.map(scopeOf));
    this.reaches.set(key, made);
    return made;
  }
}

interface TableSides {
  readonly before: TableBefore;
  readonly after: readonly RouteTo[];
}

const NO_ROUTES: TableSides = { before: new TableBefore([]), after: [] };

/** What of a network newly leads to the internet, or into another network. */
export function leadsOut(change: Change, plan: Plan): string[] {
  if (change.goes) return [];
  if (change.type === ASSOCIATION || change.type === MAIN) return associated(change, plan);
  if (change.type !== ROUTE && !TABLES.includes(change.type)) return [];
  // Nothing that is there uses a table that is new.
  if (change.type === ROUTE ? isMade(plan, change, 'route_table_id', TABLES) : isNewTable(change)) return [];
  const before = routesOf(plan, tableOf(plan, change, 'after')).before;
  return [...new Set(ownRoutes(change, 'after').flatMap((route) => gained(route, before)))];
}

function isNewTable(change: Change): boolean {
  if (change.action !== 'create') return false;
  return change.type === 'aws_route_table' || change.will('default_route_table_id') === Mark.unknown;
}

function gained(route: RouteTo, before: TableBefore): string[] {
  const scope = scopeOf(route);
  const missing = before.reach(route).missing(scope);
  if (missing.length === 0) return [];
  const where = route.destination ?? `addresses that nobody can see before the apply`;
  if (route.to === 'network') return [`leads ${where} into another network, by ${route.by}`];
  if (pieceOf(scope) && !missing.some(isOutside)) return [];
  return route.to === 'internet'
    ? [
        `leads ${where} to the internet and back, by ${route.by}: what has a public address can be reached from there`,
      ]
    : [`opens a way out to the internet for ${where}, by ${route.by}`];
}

/** A subnet, or a whole network, that is there gets another table. */
function associated(change: Change, plan: Plan): string[] {
  const [path, types] = change.type === MAIN ? ['vpc_id', ['aws_vpc']] : ['subnet_id', SUBNETS];
  if (isMade(plan, change, path, types as string[])) return [];
  const subnet = named(plan, change, path, 'after', types as string[]);
  if (change.type === ASSOCIATION && subnet === undefined) return [];
  const table = named(plan, change, 'route_table_id', 'after', TABLES);
  const was = tableBefore(plan, change.type, path, types as string[], subnet);
  if (was !== undefined && was === table) return [];
  const whose =
    change.type === MAIN ? 'all subnets of the network without a table of their own' : 'its subnet';
  if (!find(plan, table, TABLES)) {
    return [`gives ${whose} a route table that this plan does not show`];
  }
  const { before } = routesOf(plan, was);
  const found = routesOf(plan, table).after.flatMap((route) => gained(route, before));
  return [...new Set(found)].map((text) => `gives ${whose} a table that ${text}`);
}

function scopeOf({ destination }: RouteTo): Scope {
  const kind = destination?.startsWith('pl-') ? 'list' : 'block';
  return { direction: 'out', protocol: '-1', from: 0, to: 65_535, peer: destination, kind };
}

function tableOf(plan: Plan, resource: PlannedResource, side: Side): string {
  if (resource.type === 'aws_route_table') return resource.address;
  const path = resource.type === ROUTE ? 'route_table_id' : 'default_route_table_id';
  return named(plan, resource, path, side, TABLES) ?? resource.address;
}

function routesOf(plan: Plan, table: string | undefined): TableSides {
  return (table === undefined ? undefined : allRoutes(plan).get(table)) ?? NO_ROUTES;
}

const allRoutes = oncePer((plan): ReadonlyMap<string, TableSides> => {
  const made = new Map<string, { before: RouteTo[]; after: RouteTo[] }>();
  for (const resource of plan.all(...TABLES, ROUTE)) {
    for (const side of ['before', 'after'] as const) {
      const key = tableOf(plan, resource, side);
      const sides = made.get(key) ?? { before: [], after: [] };
      made.set(key, sides);
      sides[side].push(...ownRoutes(resource, side));
    }
  }
  return new Map(
    [...made].map(([key, { before, after }]) => [key, { before: new TableBefore(before), after }]),
  );
});

/** By the type of what associates a table. */
const tablesBefore = oncePer(() => new Map<string, ReadonlyMap<string, string>>());

/** The table that a subnet, or a network, has before a plan. */
function tableBefore(
  plan: Plan,
  type: string,
  path: string,
  types: readonly string[],
  subnet: string | undefined,
): string | undefined {
  const ofPlan = tablesBefore(plan);
  const known =
    ofPlan.get(type) ??
    new Map(
      plan.all(type).flatMap((one): [string, string][] => {
        if (one.before === null) return [];
        const whose = named(plan, one, path, 'before', types);
        const table = named(plan, one, 'route_table_id', 'before', TABLES);
        return whose === undefined || table === undefined ? [] : [[whose, table]];
      }),
    );
  ofPlan.set(type, known);
  return subnet === undefined ? undefined : known.get(subnet);
}

function ownRoutes(resource: PlannedResource, side: Side): RouteTo[] {
  if (!resource[side]) return [];
  const value = reader(resource, side);
  if (resource.type === ROUTE) {
    // The provider leaves these two to AWS where the stack does not set them.
    const isLeft = (path: string) =>
      ['instance_id', 'network_interface_id'].includes(path) &&
      !resource.writes(path) &&
      resource.before === null;
    return routes(
      (path) => (isLeft(path) ? undefined : value(path)),
      'destination_',
      (path) => resource.refersTo(path),
    );
  }
  const items = value('route');
  // A new table's routes are AWS's own, unless the stack sets some.
  if (items instanceof Mark && !resource.writes('route')) return [];
  return list(items).flatMap((item) =>
    routes(
      (path) => (item instanceof Mark ? item : at(item, path)),
      '',
      () => undefined,
    ),
  );
}

/** By what a route may lead out, and how far. What stays within the network, or is looked through first, is not here. */
const BY: Readonly<Record<string, RouteTo['to']>> = {
  carrier_gateway_id: 'internet',
  core_network_arn: 'network',
  egress_only_gateway_id: 'out',
  instance_id: 'out',
  local_gateway_id: 'network',
  nat_gateway_id: 'out',
  network_interface_id: 'out',
  transit_gateway_id: 'network',
  vpc_peering_connection_id: 'network',
};

function routes(value: Read, prefix: string, refersTo: (path: string) => string | undefined): RouteTo[] {
  const kinds = ['cidr_block', 'ipv6_cidr_block', prefix ? 'prefix_list_id' : 'destination_prefix_list_id'];
  const destinations = kinds.map((kind) => value(`${prefix}${kind}`)).filter(isThere);
  const gateway = gatewayOf(value('gateway_id'), refersTo('gateway_id'));
  const others = Object.entries(BY).flatMap(([path, to]) => {
    const by = value(path);
    return isThere(by) ? [{ to, by: nameOf(by, refersTo(path) ?? path) }] : [];
  });
  const ways = [...(gateway ? [gateway] : []), ...others];
  return destinations.flatMap((destination) =>
    ways.map((way) => ({ ...way, destination: typeof destination === 'string' ? destination : undefined })),
  );
}

/** One attribute for several kinds of gateways. What nobody can tell counts as the internet's. */
function gatewayOf(id: Value, reference: string | undefined): Omit<RouteTo, 'destination'> | undefined {
  if (!isThere(id) || id === 'local') return undefined;
  const by = nameOf(id, reference ?? 'a gateway');
  if (/^(vpce-|aws_vpc_endpoint\.)/.test(by)) return undefined;
  return { by, to: /^(vgw-|aws_vpn_gateway\.)/.test(by) ? 'network' : 'internet' };
}

function nameOf(id: Value, otherwise: string): string {
  return typeof id === 'string' ? id : otherwise;
}

/** An attribute that AWS fills in is no way. */
function isThere(value: Value): boolean {
  return (typeof value === 'string' && value !== '') || value instanceof Mark;
}
