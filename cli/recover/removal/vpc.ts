import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../../../programs/aws';
import { type GroupRule, type Remove, removeGateway, revoke } from './steps';

/** Of a gateway or an endpoint: what is still told of after it is gone. */
const THERE = "State!='deleted'";
/** Endpoints take minutes to go. */
const LONGEST_MS = 15 * 60_000;
const LOOK_MS = 5000;

/**
 * Removes a VPC with all of the network that is in it. AWS refuses while a server, a load balancer or a database is.
 * Source of the order: Amazon VPC User Guide, "Delete your VPC".
 */
export const removeVpc: Remove = async (aws, [, id]) => {
  const inside = new Inside(aws, id!);
  await removeGateways(aws, inside);
  await removeEndpoints(aws, inside);
  for (const gateway of await inside.internetGateways()) await removeGateway(aws, ['', gateway]);
  await removeGroups(aws, inside);
  for (const subnet of await inside.ids('describe-subnets', 'Subnets[].SubnetId'))
    await aws.run('ec2', 'delete-subnet', '--subnet-id', subnet);
  const tables = 'RouteTables[?!(Associations[?Main])].RouteTableId';
  for (const table of await inside.ids('describe-route-tables', tables))
    await aws.run('ec2', 'delete-route-table', '--route-table-id', table);
  await aws.run('ec2', 'delete-vpc', '--vpc-id', id!);
};

/** With the addresses that they have, which cost when nobody has them. */
async function removeGateways(aws: Aws, inside: Inside): Promise<void> {
  const found = `NatGateways[?${THERE}]`;
  const list = (query: string) => inside.ids('describe-nat-gateways', `${found}${query}`, '--filter');
  const gateways = await list('.NatGatewayId');
  if (gateways.length === 0) return;
  const addresses = await list('.NatGatewayAddresses[].AllocationId');
  for (const gateway of gateways) await aws.run('ec2', 'delete-nat-gateway', '--nat-gateway-id', gateway);
  await aws.run('ec2', 'wait', 'nat-gateway-deleted', '--nat-gateway-ids', ...gateways);
  for (const address of addresses) await aws.run('ec2', 'release-address', '--allocation-id', address);
}

/** Until they are gone, their interfaces are in subnets and groups. */
async function removeEndpoints(aws: Aws, inside: Inside): Promise<void> {
  const list = () => inside.ids('describe-vpc-endpoints', `VpcEndpoints[?${THERE}].VpcEndpointId`);
  const endpoints = await list();
  if (endpoints.length === 0) return;
  await aws.run('ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', ...endpoints);
  const end = Date.now() + LONGEST_MS;
  while ((await list()).length > 0 && Date.now() < end) await sleep(LOOK_MS);
}

/** The rules first: a group that a rule of another one names can't go. */
async function removeGroups(aws: Aws, inside: Inside): Promise<void> {
  const groups = await inside.ids(
    'describe-security-groups',
    "SecurityGroups[?GroupName!='default'].GroupId",
  );
  if (groups.length === 0) return;
  const rules = await aws.json<readonly GroupRule[]>(
    ...['ec2', 'describe-security-group-rules', '--filters', `Name=group-id,Values=${groups.join(',')}`],
    ...['--query', 'SecurityGroupRules[?ReferencedGroupInfo]'],
  );
  for (const rule of rules) await revoke(aws, rule);
  for (const group of groups) await aws.run('ec2', 'delete-security-group', '--group-id', group);
}

/** What is in a VPC now. */
class Inside {
  constructor(
    private readonly aws: Aws,
    private readonly vpc: string,
  ) {}

  ids(call: string, query: string, option = '--filters', filter = 'vpc-id'): Promise<readonly string[]> {
    return this.aws.json(
      ...['ec2', call, option, `Name=${filter},Values=${this.vpc}`],
      ...['--query', query],
    );
  }

  internetGateways(): Promise<readonly string[]> {
    const query = 'InternetGateways[].InternetGatewayId';
    return this.ids('describe-internet-gateways', query, '--filters', 'attachment.vpc-id');
  }
}
