import type { ResourceChange } from '../../../plan/change';
import { entry, ids, stays } from '../made';

// Routes, load balancers, APIs and receivers, in the shape that the provider writes.

const table = stays('aws_route_table.data', { id: 'rtb-1', vpc_id: 'vpc-1', route: [] });
const route = (values: object) => ({
  route_table_id: 'rtb-1',
  destination_cidr_block: '0.0.0.0/0',
  ...values,
});
const inline = (...routes: object[]) => ({ id: 'rtb-1', vpc_id: 'vpc-1', route: routes });
const api = (cidrs: string[]) => ({
  vpc_config: [{ endpoint_public_access: true, endpoint_private_access: true, public_access_cidrs: cidrs }],
});
const firehose = (url: string) => ({
  arn: 'arn:aws:firehose:eu-central-1:111111111111:deliverystream/logs',
  http_endpoint_configuration: [{ url }],
});

test.each<[rule: string, name: string, changes: ResourceChange[]]>([
  [
    'public-access',
    'a route to an internet gateway',
    [table, entry('aws_route.it', null, route({ gateway_id: 'igw-1' }))],
  ],
  [
    'public-access',
    'a route in a table itself',
    [entry('aws_route_table.data', inline(), inline({ cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' }))],
  ],
  [
    'public-access',
    'a way out for a subnet that had none',
    [table, entry('aws_route.it', null, route({ nat_gateway_id: 'nat-1' }))],
  ],
  [
    'public-access',
    'IPv6 to the internet',
    [
      table,
      entry('aws_route.it', null, {
        route_table_id: 'rtb-1',
        destination_ipv6_cidr_block: '::/0',
        gateway_id: 'igw-1',
      }),
    ],
  ],
  [
    'public-access',
    'a route into another network',
    [
      table,
      entry(
        'aws_route.it',
        null,
        route({ destination_cidr_block: '10.50.0.0/16', vpc_peering_connection_id: 'pcx-1' }),
      ),
    ],
  ],
  [
    'public-access',
    'NAT that becomes the internet',
    [table, entry('aws_route.it', route({ nat_gateway_id: 'nat-1' }), route({ gateway_id: 'igw-1' }))],
  ],
  [
    'public-access',
    'a subnet that gets the table of public ones',
    [
      stays('aws_route_table.public', {
        id: 'rtb-2',
        route: [{ cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' }],
      }),
      table,
      entry(
        'aws_route_table_association.it',
        { subnet_id: 'subnet-1', route_table_id: 'rtb-1' },
        { subnet_id: 'subnet-1', route_table_id: 'rtb-2' },
      ),
    ],
  ],
  [
    'public-access',
    'a new load balancer in a network that is there',
    [entry('aws_lb.it', null, { internal: false, subnets: ['subnet-1'] })],
  ],
  [
    'public-access',
    'a function that leaves its network',
    [entry('aws_lambda_function.it', { vpc_config: [{ subnet_ids: ['subnet-1'] }] }, { vpc_config: [] })],
  ],
  [
    'public-access',
    'the API of a cluster for the world',
    [entry('aws_eks_cluster.it', api(['203.0.113.0/24']), api(['0.0.0.0/0']))],
  ],
  [
    'public-access',
    'the API of a cluster for whom nobody can see',
    [
      entry('aws_eks_cluster.it', api(['203.0.113.0/24']), api([]), {
        after_unknown: { vpc_config: [{ public_access_cidrs: true }] },
      }),
    ],
  ],
  [
    'network-opened',
    'logs to a new host',
    [
      entry(
        'aws_kinesis_firehose_delivery_stream.it',
        firehose('https://logs.example.com/v1'),
        firehose('https://other.example.net/v1'),
      ),
    ],
  ],
  [
    'network-opened',
    'events to another account',
    [
      stays('aws_sqs_queue.own', { arn: 'arn:aws:sqs:eu-central-1:111111111111:own' }),
      entry('aws_cloudwatch_event_target.it', null, {
        rule: 'all',
        arn: 'arn:aws:events:eu-central-1:999999999999:event-bus/theirs',
      }),
    ],
  ],
])('%s finds %s', (id, _, changes) => {
  expect(ids(...changes)).toEqual([id]);
});

test.each<[name: string, changes: ResourceChange[]]>([
  [
    'another NAT gateway',
    [table, entry('aws_route.it', route({ nat_gateway_id: 'nat-1' }), route({ nat_gateway_id: 'nat-2' }))],
  ],
  [
    'the internet that becomes NAT',
    [table, entry('aws_route.it', route({ gateway_id: 'igw-1' }), route({ nat_gateway_id: 'nat-1' }))],
  ],
  [
    'a route that moves into its table',
    [
      entry('aws_route.it', route({ gateway_id: 'igw-1' }), null),
      entry('aws_route_table.data', inline(), inline({ cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' })),
    ],
  ],
  [
    'a route of a new table',
    [
      entry('aws_route_table.new', null, { vpc_id: 'vpc-1' }, { after_unknown: { id: true, route: true } }),
      entry(
        'aws_route.it',
        null,
        { destination_cidr_block: '0.0.0.0/0', gateway_id: 'igw-1' },
        { after_unknown: { route_table_id: true } },
      ),
    ],
  ],
  ['an internal load balancer', [entry('aws_lb.it', null, { internal: true, subnets: ['subnet-1'] })]],
  [
    'the API of a cluster for two halves of what it was',
    [entry('aws_eks_cluster.it', api(['203.0.113.0/25', '203.0.113.128/25']), api(['203.0.113.0/24']))],
  ],
  [
    'another path of the same host',
    [
      entry(
        'aws_kinesis_firehose_delivery_stream.it',
        firehose('https://logs.example.com/v1'),
        firehose('https://logs.example.com/v2'),
      ),
    ],
  ],
  [
    'events to a queue of its own',
    [
      stays('aws_sqs_queue.own', { arn: 'arn:aws:sqs:eu-central-1:111111111111:own' }),
      entry('aws_cloudwatch_event_target.it', null, {
        rule: 'all',
        arn: 'arn:aws:sqs:eu-central-1:111111111111:own',
      }),
    ],
  ],
])('lets pass: %s', (_, changes) => {
  expect(ids(...changes)).toEqual([]);
});
