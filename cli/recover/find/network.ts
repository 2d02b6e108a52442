import { BY_TAGS, type Find, listed, tagged } from './finder';
import type { Sought } from './sought';
import type { Surroundings } from './surroundings';

const inVpc = (call: string) => (sought: Sought) => [
  ...['ec2', call, '--filters', `Name=vpc-id,Values=${sought.must('vpc_id')}`],
];

/** Below one: what is in each VPC and of no use alone. */
const EMPTY_ROOM = 0.001;

/** How many things use a VPC. */
async function usersOfVpc(id: string, account: Surroundings): Promise<number> {
  const filter = ['--filters', `Name=vpc-id,Values=${id}`];
  const [subnets, ...users] = await Promise.all([
    account.rows(['ec2', 'describe-subnets', ...filter], 'Subnets[].[SubnetId]'),
    account.rows(
      ['ec2', 'describe-network-interfaces', ...filter],
      'NetworkInterfaces[].[NetworkInterfaceId]',
    ),
    account.rows(['rds', 'describe-db-subnet-groups'], `DBSubnetGroups[?VpcId=='${id}'].[VpcId]`),
    account.rows(['elbv2', 'describe-load-balancers'], `LoadBalancers[?VpcId=='${id}'].[VpcId]`),
    account.rows(
      ['elasticache', 'describe-cache-subnet-groups'],
      `CacheSubnetGroups[?VpcId=='${id}'].[VpcId]`,
    ),
  ]);
  return users.flat().length + subnets.length * EMPTY_ROOM;
}

interface RouteTable {
  readonly RouteTableId: string;
  readonly VpcId: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly Associations: readonly { readonly SubnetId?: string }[];
  readonly Routes: readonly { readonly Origin?: string; readonly DestinationCidrBlock?: string }[];
}

/** With their routes, and the subnets that they are for. */
async function tables(account: Surroundings): Promise<readonly RouteTable[]> {
  const answer = await account.ask<{ RouteTables: readonly RouteTable[] }>('ec2', 'describe-route-tables');
  return answer?.RouteTables ?? [];
}

const rule = (isEgress: boolean): Find =>
  listed({
    by: [
      ...['security_group_id', 'ip_protocol', 'from_port', 'to_port', 'cidr_ipv4', 'cidr_ipv6'],
      ...['prefix_list_id', 'referenced_security_group_id'],
    ],
    list: ['ec2', 'describe-security-group-rules'],
    rows: 'SecurityGroupRules[].[GroupId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6,PrefixListId,ReferencedGroupInfo.GroupId,IsEgress,SecurityGroupRuleId]',
    only: (row) => row.at(-2) === isEgress,
  });

/** What has an id of AWS's choice: told by the VPC that it is in and an attribute that is unique there, or by tags. */
export const NETWORK: Readonly<Record<string, Find>> = {
  aws_vpc: tagged({
    list: ['ec2', 'describe-vpcs'],
    rows: 'Vpcs[].[TAGS,VpcId]',
    used: (row, _, account) => usersOfVpc(String(row.at(-1)), account),
  }),
  aws_subnet: listed({
    by: ['cidr_block'],
    list: inVpc('describe-subnets'),
    rows: 'Subnets[].[CidrBlock,SubnetId]',
  }),
  aws_internet_gateway: tagged({
    list: ['ec2', 'describe-internet-gateways'],
    rows: 'InternetGateways[].[TAGS,Attachments[0].VpcId,InternetGatewayId]',
    used: (row, sought) => Number(row.at(-2) === sought.text('vpc_id')),
  }),
  aws_route_table: async (sought, account) => {
    const [vpc, environment, name] = [sought.must('vpc_id'), ...BY_TAGS.map((path) => sought.text(path))];
    const found = (await tables(account)).filter(({ VpcId, Tags }) => {
      const tag = (key: string) => Tags.find(({ Key }) => Key === key)?.Value;
      return VpcId === vpc && tag('environment') === environment && tag('Name') === name;
    });
    return found.map(({ RouteTableId: id }) => ({ id }));
  },
  aws_route_table_association: async (sought, account) => {
    const [subnet, table] = [sought.must('subnet_id'), sought.must('route_table_id')];
    const found = (await tables(account)).find(({ RouteTableId }) => RouteTableId === table);
    const isThere = found?.Associations.some(({ SubnetId }) => SubnetId === subnet);
    return isThere ? [{ id: `${subnet}/${table}` }] : [];
  },
  aws_route: async (sought, account) => {
    const [table, to] = [sought.must('route_table_id'), sought.must('destination_cidr_block')];
    const found = (await tables(account)).find(({ RouteTableId }) => RouteTableId === table);
    const isThere = found?.Routes.some(
      ({ Origin, DestinationCidrBlock }) => Origin === 'CreateRoute' && DestinationCidrBlock === to,
    );
    return isThere ? [{ id: `${table}_${to}` }] : [];
  },
  aws_eip: tagged({
    list: ['ec2', 'describe-addresses'],
    rows: 'Addresses[].[TAGS,AssociationId,AllocationId]',
    also: ['allocation_id'],
    used: (row) => Number(row.at(-2) !== null),
  }),
  aws_nat_gateway: tagged({
    by: ['subnet_id'],
    list: ['ec2', 'describe-nat-gateways'],
    rows: "NatGateways[?State=='available'||State=='pending'].[TAGS,SubnetId,NatGatewayId]",
  }),
  aws_security_group: listed({
    by: ['name'],
    list: inVpc('describe-security-groups'),
    rows: 'SecurityGroups[].[GroupName,GroupId]',
  }),
  aws_vpc_security_group_ingress_rule: rule(false),
  aws_vpc_security_group_egress_rule: rule(true),
  aws_vpc_endpoint: listed({
    by: ['service_name'],
    list: inVpc('describe-vpc-endpoints'),
    rows: "VpcEndpoints[?State!='deleted'&&State!='deleting'].[ServiceName,VpcEndpointId]",
  }),
  aws_flow_log: listed({
    by: ['vpc_id', 'log_destination_type'],
    list: ['ec2', 'describe-flow-logs'],
    rows: 'FlowLogs[].[ResourceId,LogDestinationType,FlowLogId]',
  }),
  aws_launch_template: listed({
    by: ['name'],
    list: ['ec2', 'describe-launch-templates'],
    rows: 'LaunchTemplates[].[LaunchTemplateName,LaunchTemplateId]',
  }),
};
