import { type Find, listed, tagged } from './finder';
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

const rule = (isEgress: boolean): Find =>
  listed({
    by: [
      ...['security_group_id', 'ip_protocol', 'from_port', 'to_port', 'cidr_ipv4', 'cidr_ipv6'],
      ...['prefix_list_id', 'referenced_security_group_id'],
    ],
    list: ['ec2', 'describe-security-group-rules'],
    rows: `SecurityGroupRules[?IsEgress==\`${isEgress}\`].[GroupId,IpProtocol,FromPort,ToPort,CidrIpv4,CidrIpv6,PrefixListId,ReferencedGroupInfo.GroupId,SecurityGroupRuleId]`,
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
  aws_route_table: tagged({
    list: inVpc('describe-route-tables'),
    rows: 'RouteTables[].[TAGS,RouteTableId]',
  }),
  aws_route_table_association: listed({
    by: ['subnet_id', 'route_table_id'],
    list: ['ec2', 'describe-route-tables'],
    rows: 'RouteTables[].Associations[?SubnetId][].[SubnetId,RouteTableId,RouteTableId]',
    id: (sought, table) => `${sought.must('subnet_id')}/${table}`,
  }),
  aws_route: async (sought, account) => {
    const [table, to] = [sought.must('route_table_id'), sought.must('destination_cidr_block')];
    const query = `RouteTables[].[RouteTableId,join(' ',Routes[?Origin=='CreateRoute'&&DestinationCidrBlock].DestinationCidrBlock)]`;
    const rows = await account.rows(['ec2', 'describe-route-tables'], query);
    const isThere = rows.some(([id, made]) => id === table && String(made).split(' ').includes(to));
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
