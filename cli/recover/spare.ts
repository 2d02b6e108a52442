import type { Surroundings } from './find/surroundings';

type Remove = (id: string, inside: Surroundings) => Promise<void>;

/**
 * How to remove one of a type that holds nothing. A key is scheduled for deletion, which can be cancelled for a week.
 * Source of the order: Amazon VPC User Guide, "Delete your VPC".
 */
export const REMOVE_SPARE: Readonly<Record<string, Remove>> = {
  aws_kms_key: async (id, inside) => {
    await inside.run('kms', 'schedule-key-deletion', '--key-id', id, '--pending-window-in-days', '7');
  },
  aws_route53_zone: async (id, inside) => {
    await inside.run('route53', 'delete-hosted-zone', '--id', id);
  },
  aws_vpc: removeVpc,
};

async function removeVpc(id: string, inside: Surroundings): Promise<void> {
  const filter = ['--filters', `Name=vpc-id,Values=${id}`];
  const ids = async (call: string, query: string, args = filter) =>
    (await inside.rows(['ec2', call, ...args], query)).map(([one]) => String(one));
  const endpoints = await ids('describe-vpc-endpoints', 'VpcEndpoints[].[VpcEndpointId]');
  if (endpoints.length > 0)
    await inside.run('ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', ...endpoints);
  const attached = ['--filters', `Name=attachment.vpc-id,Values=${id}`];
  for (const gateway of await ids(
    'describe-internet-gateways',
    'InternetGateways[].[InternetGatewayId]',
    attached,
  )) {
    const of = ['--internet-gateway-id', gateway];
    await inside.run('ec2', 'detach-internet-gateway', ...of, '--vpc-id', id);
    await inside.run('ec2', 'delete-internet-gateway', ...of);
  }
  for (const group of await ids(
    'describe-security-groups',
    "SecurityGroups[?GroupName!='default'].[GroupId]",
  )) {
    await inside.run('ec2', 'delete-security-group', '--group-id', group);
  }
  for (const subnet of await ids('describe-subnets', 'Subnets[].[SubnetId]'))
    await inside.run('ec2', 'delete-subnet', '--subnet-id', subnet);
  for (const table of await ids(
    'describe-route-tables',
    'RouteTables[?!(Associations[?Main])].[RouteTableId]',
  )) {
    await inside.run('ec2', 'delete-route-table', '--route-table-id', table);
  }
  await inside.run('ec2', 'delete-vpc', '--vpc-id', id);
}
