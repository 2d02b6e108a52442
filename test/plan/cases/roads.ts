import { type Case, cases, changed, created, one, type Resources } from './case';
import { inNamespace } from './namespace';
import { group } from './things';

// Roads around security groups: routes, lists of addresses, networks that are joined, entrances of a cluster.

const rule = (attributes: object) => ({
  security_group_id: '${aws_security_group.group.id}',
  ip_protocol: 'tcp',
  from_port: 22,
  to_port: 22,
  ...attributes,
});
const grouped = (...rules: readonly object[]): Resources => ({
  aws_security_group: { group },
  ...(rules.length > 0 && {
    aws_vpc_security_group_ingress_rule: Object.fromEntries(
      rules.map((attributes, index) => [`rule${index}`, rule(attributes)]),
    ),
  }),
});
const shell = (cidr: string) => ({
  from_port: 22,
  to_port: 22,
  protocol: 'tcp',
  cidr_blocks: [cidr],
  description: '',
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
});

const offices = (...cidrs: readonly string[]) => ({
  name: 'offices-$',
  address_family: 'IPv4',
  max_entries: 5,
  entry: cidrs.map((cidr) => ({ cidr, description: 'office' })),
});
const walls = (...ingress: readonly object[]) => ({ vpc_id: '${aws_vpc.shared.id}', ingress });
const pass = (rule_no: number, action: string, cidr_block: string, port: number) => ({
  rule_no,
  action,
  cidr_block,
  protocol: 'tcp',
  from_port: port,
  to_port: port,
  icmp_code: 0,
  icmp_type: 0,
  ipv6_cidr_block: null,
});
const neighbour = { aws_vpc: { other: { cidr_block: '10.77.0.0/16', tags: { preview: 'pr-42' } } } };
const topic = { aws_sns_topic: { topic: { name: 'topic-$' } } };
const told = (protocol: string, endpoint: string): Resources => ({
  ...topic,
  ...one('aws_sns_topic_subscription', { topic_arn: '${aws_sns_topic.topic.arn}', protocol, endpoint }),
});

const routes = (gateway_id?: string): Resources => ({
  aws_route_table: { table: { vpc_id: '${aws_vpc.shared.id}' } },
  ...(gateway_id &&
    one('aws_route', {
      route_table_id: '${aws_route_table.table.id}',
      destination_cidr_block: '0.0.0.0/0',
      gateway_id,
    })),
});
const GATEWAY = '${aws_internet_gateway.shared.id}';
/** The provider wants every attribute of a route in its table. */
const noRoute = Object.fromEntries(
  [
    ...['carrier_gateway_id', 'core_network_arn', 'destination_prefix_list_id', 'egress_only_gateway_id'],
    ...['ipv6_cidr_block', 'local_gateway_id', 'nat_gateway_id', 'network_interface_id'],
    ...['transit_gateway_id', 'vpc_endpoint_id', 'vpc_peering_connection_id'],
  ].map((attribute) => [attribute, null]),
);
const tables = (used: string): Resources => ({
  aws_subnet: { subnet: { vpc_id: '${aws_vpc.shared.id}', cidr_block: '10.9.20.0/24' } },
  aws_route_table: {
    inside: { vpc_id: '${aws_vpc.shared.id}' },
    outside: {
      vpc_id: '${aws_vpc.shared.id}',
      route: [{ ...noRoute, cidr_block: '0.0.0.0/0', gateway_id: GATEWAY }],
    },
  },
  ...one('aws_route_table_association', {
    subnet_id: '${aws_subnet.subnet.id}',
    route_table_id: `\${aws_route_table.${used}.id}`,
  }),
});
const balancer = (internal: boolean) => ({
  name: 'lb-$',
  internal,
  subnets: ['${aws_subnet.shared.id}', '${aws_subnet.shared2.id}'],
});

const NAMESPACE = '${kubernetes_namespace_v1.ns.metadata[0].name}';
const service = (type: string, annotations: object = {}, ports: readonly number[] = [80]) =>
  inNamespace('kubernetes_service_v1', {
    metadata: { name: 'it', namespace: NAMESPACE, annotations },
    wait_for_load_balancer: false,
    spec: {
      type,
      selector: { app: 'it' },
      port: ports.map((port) => ({ name: `p${port}`, port })),
    },
  });
const SCHEME = 'service.beta.kubernetes.io/aws-load-balancer-scheme';
const ingress = (scheme: string) => ({
  manifest: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'i-$',
      namespace: 'default',
      annotations: { 'alb.ingress.kubernetes.io/scheme': scheme },
    },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  },
});

export const roads: readonly Case[] = [
  ...cases(
    'network-opened',
    [
      {
        name: 'every port for every private network',
        before: grouped(),
        after: grouped({
          cidr_ipv4: '10.0.0.0/8',
          ip_protocol: '-1',
          from_port: undefined,
          to_port: undefined,
        }),
      },
      changed(
        'a list of addresses with the internet in it',
        'aws_ec2_managed_prefix_list',
        offices('203.0.113.0/24'),
        offices('203.0.113.0/24', '0.0.0.0/0'),
      ),
      changed(
        'a network ACL that no longer denies',
        'aws_network_acl',
        walls(pass(100, 'deny', '0.0.0.0/0', 22), pass(200, 'allow', '0.0.0.0/0', 443)),
        walls(pass(100, 'allow', '0.0.0.0/0', 22), pass(200, 'allow', '0.0.0.0/0', 443)),
      ),
      {
        name: 'two networks joined',
        before: neighbour,
        after: {
          ...neighbour,
          ...one('aws_vpc_peering_connection', {
            vpc_id: '${aws_vpc.shared.id}',
            peer_vpc_id: '${aws_vpc.other.id}',
          }),
        },
      },
      created('a way to the service of somebody else', 'aws_vpc_endpoint', {
        vpc_id: '${aws_vpc.shared.id}',
        service_name: 'com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0',
        vpc_endpoint_type: 'Interface',
      }),
      created('a way for people with IAM alone', 'aws_ec2_instance_connect_endpoint', {
        subnet_id: '${aws_subnet.shared.id}',
      }),
      {
        name: 'a host that hears of everything',
        before: topic,
        after: told('https', 'https://collector.example/hook'),
      },
    ],
    [
      // They are the same addresses.
      {
        name: 'two halves that become one block',
        before: grouped({ cidr_ipv4: '10.1.0.0/25' }, { cidr_ipv4: '10.1.0.128/25' }),
        after: grouped({ cidr_ipv4: '10.1.0.0/24' }),
      },
      {
        name: 'a rule that leaves the group for a resource of its own',
        before: { aws_security_group: { group: { ...group, ingress: [shell('10.1.0.0/24')] } } },
        after: {
          aws_security_group: { group: { ...group, ingress: [] } },
          aws_vpc_security_group_ingress_rule: { it: rule({ cidr_ipv4: '10.1.0.0/24' }) },
        },
      },
      changed(
        'a list of addresses with one less',
        'aws_ec2_managed_prefix_list',
        offices('198.51.100.0/24', '203.0.113.0/24'),
        offices('203.0.113.0/24'),
      ),
      changed(
        'a network ACL that denies more',
        'aws_network_acl',
        walls(pass(200, 'allow', '0.0.0.0/0', 443)),
        walls(pass(100, 'deny', '198.51.100.0/24', 443), pass(200, 'allow', '0.0.0.0/0', 443)),
      ),
      created('a way to a service of AWS', 'aws_vpc_endpoint', {
        vpc_id: '${aws_vpc.shared.id}',
        service_name: 'com.amazonaws.eu-central-1.s3',
      }),
      // Whom it tells is in the report.
      { name: 'a mailbox that hears of everything', before: topic, after: told('email', 'a@example.com') },
    ],
  ),
  ...cases(
    'public-access',
    [
      { name: 'a route to the internet', before: routes(), after: routes(GATEWAY) },
      {
        name: 'a subnet with the route table of another',
        before: tables('inside'),
        after: tables('outside'),
      },
      created('a new load balancer in the internet', 'aws_lb', balancer(false)),
      {
        name: 'a Service in the internet',
        before: service('ClusterIP'),
        after: service('LoadBalancer', { [SCHEME]: 'internet-facing' }),
      },
      {
        name: 'a Service on every node',
        before: service('ClusterIP'),
        after: service('NodePort'),
      },
      changed(
        'an Ingress in the internet, by a manifest',
        'kubernetes_manifest',
        ingress('internal'),
        ingress('internet-facing'),
      ),
    ],
    [
      // Nothing uses the table yet.
      { name: 'a new table with its route', before: {}, after: routes(GATEWAY) },
      created('a new internal load balancer', 'aws_lb', balancer(true)),
      {
        name: 'a Service inside, at one more port',
        before: service('ClusterIP'),
        after: service('ClusterIP', {}, [80, 81]),
      },
      {
        name: 'a Service with an internal load balancer',
        before: service('ClusterIP'),
        after: service('LoadBalancer', { [SCHEME]: 'internal' }),
      },
      {
        ...changed(
          'an Ingress that is internal again, by a manifest',
          'kubernetes_manifest',
          ingress('internet-facing'),
          ingress('internal'),
        ),
        others: ['entrance-closed'],
      },
    ],
  ),
];
