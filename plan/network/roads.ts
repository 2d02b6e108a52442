import type { Change } from '../change';
import { Mark, texts, type Value } from '../value';

/** What joins a network with others, past its security groups' sight, by the attribute that says with which. */
const ROADS: Readonly<Record<string, { readonly with?: readonly string[]; readonly says: string }>> = {
  aws_customer_gateway: { with: ['ip_address'], says: 'names a gateway for a VPN' },
  aws_dx_gateway_association: {
    with: ['dx_gateway_id'],
    says: 'joins the network with a line of Direct Connect',
  },
  aws_dx_hosted_private_virtual_interface_accepter: {
    says: 'joins the network with a line of Direct Connect',
  },
  aws_dx_private_virtual_interface: { says: 'joins the network with a line of Direct Connect' },
  aws_ec2_client_vpn_authorization_rule: {
    with: ['target_network_cidr'],
    says: 'lets clients of a VPN reach a network',
  },
  aws_ec2_client_vpn_endpoint: { says: 'lets clients of a VPN in' },
  aws_ec2_client_vpn_network_association: {
    with: ['subnet_id'],
    says: 'lets clients of a VPN into a subnet',
  },
  aws_ec2_instance_connect_endpoint: {
    with: ['subnet_id'],
    says: 'leads from the internet to servers, by IAM alone',
  },
  aws_ec2_transit_gateway_connect: { says: 'joins networks by a transit gateway' },
  aws_ec2_transit_gateway_peering_attachment: {
    with: ['peer_account_id', 'peer_transit_gateway_id'],
    says: 'joins transit gateways',
  },
  aws_ec2_transit_gateway_peering_attachment_accepter: { says: 'joins transit gateways' },
  aws_ec2_transit_gateway_route: {
    with: ['destination_cidr_block', 'transit_gateway_attachment_id'],
    says: 'leads from one network to another by a transit gateway',
  },
  aws_ec2_transit_gateway_route_table_propagation: {
    with: ['transit_gateway_attachment_id'],
    says: 'leads to all of a network by a transit gateway',
  },
  aws_route53_vpc_association_authorization: {
    with: ['vpc_id'],
    says: 'lets a network of another account find the names of a private zone',
  },
  aws_ec2_transit_gateway_vpc_attachment: {
    with: ['transit_gateway_id'],
    says: 'joins the network with all of a transit gateway',
  },
  aws_ec2_transit_gateway_vpc_attachment_accepter: { says: 'joins a network with all of a transit gateway' },
  aws_networkmanager_vpc_attachment: { with: ['vpc_arn'], says: 'joins the network with a global one' },
  aws_vpc_endpoint_service_allowed_principal: {
    with: ['principal_arn'],
    says: 'lets others reach the service of an endpoint',
  },
  aws_vpc_peering_connection: {
    with: ['peer_vpc_id', 'peer_owner_id', 'peer_region'],
    says: 'joins two networks',
  },
  aws_vpc_peering_connection_accepter: { says: 'joins two networks' },
  aws_vpclattice_service_network_vpc_association: { says: 'joins the network with one of VPC Lattice' },
  aws_vpn_connection: { with: ['customer_gateway_id'], says: 'joins the network with another one by a VPN' },
  aws_vpn_connection_route: {
    with: ['destination_cidr_block'],
    says: 'leads into another network by a VPN',
  },
  aws_vpn_gateway_attachment: { with: ['vpc_id'], says: 'joins the network with another one by a VPN' },
};

/** Of a road that is there: whom it leads to may not become more. */
const OPENED: readonly {
  readonly type: string;
  readonly path: string;
  readonly isOpen: (value: Value) => boolean;
}[] = [
  { type: 'aws_vpc_endpoint_service', path: 'acceptance_required', isOpen: (value) => value === false },
  {
    type: 'aws_ec2_transit_gateway',
    path: 'auto_accept_shared_attachments',
    isOpen: (value) => value === 'enable',
  },
  {
    type: 'aws_ec2_client_vpn_authorization_rule',
    path: 'authorize_all_groups',
    isOpen: (value) => value === true,
  },
];

export function newRoad(change: Change): string[] {
  if (change.goes) return [];
  return [...joined(change), ...serviceOpened(change), ...othersService(change), ...accepting(change)];
}

function joined(change: Change): string[] {
  const road = Object.hasOwn(ROADS, change.type) ? ROADS[change.type] : undefined;
  if (!road) return [];
  const paths = road.with ?? [];
  // A route that leads nowhere closes.
  if (change.will('blackhole') === true) return [];
  const isMoved = change.action !== 'create' && paths.some((path) => change.changes(path));
  if (change.action !== 'create' && !isMoved) return [];
  const others = paths.flatMap((path) => {
    const value = change.will(path);
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return [`${road.says}${others.length > 0 ? `: ${others.join(', ')}` : ''}`];
}

function serviceOpened(change: Change): string[] {
  if (change.type !== 'aws_vpc_endpoint_service') return [];
  const will = change.will('allowed_principals');
  const added =
    will instanceof Mark
      ? change.writes('allowed_principals') || change.action !== 'create'
        ? [will.text]
        : []
      : texts(will).filter((principal) => !texts(change.was('allowed_principals')).includes(principal));
  return added.length > 0 ? [`lets others reach the service of an endpoint: ${added.join(', ')}`] : [];
}

/** An endpoint of AWS's own services leads to nobody else. */
function othersService(change: Change): string[] {
  const name = change.will('service_name');
  const isOthers = change.type === 'aws_vpc_endpoint' && typeof name === 'string' && /\.vpce\./.test(name);
  return isOthers && change.changes('service_name') ? [`leads to a service of somebody else: ${name}`] : [];
}

function accepting(change: Change): string[] {
  return OPENED.filter(
    ({ type, path, isOpen }) =>
      type === change.type && change.stays && isOpen(change.will(path)) && !isOpen(change.was(path)),
  ).map(({ path }) => `takes whoever asks: ${path} is ${String(change.will(path))}`);
}
