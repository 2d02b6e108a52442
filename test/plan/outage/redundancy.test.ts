import { created, deleted, stays } from '../made';
import { changed, found, type Row } from './found';

// By hand, in the shape of the provider: the emulator makes few of these.

const subnet = (id: string, zone: string) =>
  stays(`aws_subnet.${id}`, { id, vpc_id: 'vpc-1', availability_zone: zone });
const subnets = [subnet('a1', 'a'), subnet('a2', 'a'), subnet('b1', 'b'), subnet('c1', 'c')];
const nat = (id: string) => ({ id, subnet_id: id, connectivity_type: 'public' });
const server = (id: string) => ({ id, cluster_identifier: 'orders' });

test.each<Row>([
  [
    'a database in one zone',
    [changed('aws_db_instance.x', { multi_az: true }, { multi_az: false })],
    ['redundancy-lost aws_db_instance.x no longer survives the loss of a zone: multi_az true → false'],
  ],
  [
    'an Aurora of one server, of three',
    [
      deleted('aws_rds_cluster_instance.b', server('b')),
      deleted('aws_rds_cluster_instance.c', server('c')),
      stays('aws_rds_cluster_instance.a', server('a')),
    ],
    [
      'redundancy-lost aws_rds_cluster_instance.b leaves orders with 1 server in place of 3: nothing takes over when it fails, or is maintained',
    ],
  ],
  [
    'an Aurora of two servers, of three, which still fails over',
    [
      deleted('aws_rds_cluster_instance.b', server('b')),
      stays('aws_rds_cluster_instance.c', server('c')),
      stays('aws_rds_cluster_instance.a', server('a')),
    ],
    [],
  ],
  [
    'a load balancer in one zone',
    [...subnets, changed('aws_lb.x', { subnets: ['a1', 'b1'] }, { subnets: ['a1', 'a2'] })],
    ['redundancy-lost aws_lb.x is in 1 zone in place of 2, and nothing of it survives the loss of that one'],
  ],
  [
    'two subnets of one zone become one',
    [...subnets, changed('aws_lb.x', { subnets: ['a1', 'a2', 'b1'] }, { subnets: ['a1', 'b1'] })],
    [],
  ],
  [
    'a search of one node',
    [
      changed(
        'aws_opensearch_domain.x',
        { cluster_config: [{ instance_count: 3, zone_awareness_enabled: true }] },
        { cluster_config: [{ instance_count: 1, zone_awareness_enabled: false }] },
      ),
    ],
    [
      'redundancy-lost aws_opensearch_domain.x has 1 node in place of 3: nothing takes over when it fails, or is maintained',
      'redundancy-lost aws_opensearch_domain.x has all of its nodes in one zone',
      'capacity-emptied aws_opensearch_domain.x has half as many nodes, or fewer: 3 → 1',
    ],
  ],
  [
    'one node more, and failover on',
    [
      changed(
        'aws_elasticache_replication_group.x',
        { num_cache_clusters: 1, automatic_failover_enabled: false },
        { num_cache_clusters: 2, automatic_failover_enabled: true },
      ),
    ],
    [],
  ],
])('redundancy: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test.each<Row>([
  [
    'one NAT gateway of three, counted over the plan',
    [
      ...subnets,
      deleted('aws_nat_gateway.b', nat('b1')),
      deleted('aws_nat_gateway.c', nat('c1')),
      stays('aws_nat_gateway.a', nat('a1')),
    ],
    [
      'way-out-lost aws_nat_gateway.b is deleted: 1 NAT gateway in place of 3, and subnets in b and c lose their own way to the internet, which then fails with another zone',
    ],
  ],
  [
    'a NAT gateway under another address',
    [deleted('aws_nat_gateway.a', nat('a1')), created('aws_nat_gateway.b', nat('a1'))],
    [],
  ],
  [
    'the only NAT gateway',
    [
      deleted('aws_nat_gateway.a', nat('a1')),
      deleted('aws_route.a', {
        route_table_id: 'rtb',
        destination_cidr_block: '0.0.0.0/0',
        nat_gateway_id: 'a1',
      }),
    ],
    [
      'way-out-lost aws_nat_gateway.a is the only NAT gateway: private subnets have no way to the internet any more',
    ],
  ],
  [
    'all of a network',
    [
      deleted('aws_nat_gateway.a', nat('a1')),
      deleted('aws_vpc.v', { id: 'vpc-1' }),
      deleted('aws_internet_gateway.i', { vpc_id: 'vpc-1' }),
    ],
    [],
  ],
  [
    'the internet gateway of a network that stays',
    [deleted('aws_internet_gateway.i', { vpc_id: 'vpc-1' })],
    [
      'way-out-lost aws_internet_gateway.i is deleted: nothing in the VPC reaches the internet, or is reached from it',
    ],
  ],
  [
    'a subnet without its table',
    [deleted('aws_route_table_association.a', { subnet_id: 'a1', route_table_id: 'rtb' })],
    [
      'way-out-lost aws_route_table_association.a is deleted: a1 goes by the main route table of its VPC, and loses the routes of rtb',
    ],
  ],
])('ways out: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));
