import fc from 'fast-check';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { Network } from '../../../constructs/network/network';
import { type Block, block, overlap } from '../../../parameters/cidr';
import type { NetworkParameters } from '../../../parameters/parameters';
import { all, type Json, naming, only, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { neighbours } from '../neighbours';

interface Built {
  readonly synthesized: Synthesized;
  readonly alarms: Record<string, MetricAlarmProps>;
}

function build(parameters: Partial<NetworkParameters> = {}, region = naming.region): Built {
  let alarms!: Built['alarms'];
  const synthesized = synth((stack) => {
    const { logs, alerts, ...given } = neighbours(stack);
    alarms = given.alarms;
    new Network(stack, 'network', {
      naming: { ...naming, region },
      logs,
      alerts,
      parameters: {
        ...environment().parameters.network,
        cidr: '10.10.0.0/16',
        natGateways: 1,
        interfaceEndpoints: [],
        ...parameters,
      },
    });
  });
  return { synthesized, alarms };
}

const network = (parameters?: Partial<NetworkParameters>) => build(parameters).synthesized;

/** Where the traffic of a tier's subnets goes, by zone: what its route table sends to the internet through. */
function wayOut(
  { resource }: Synthesized,
  tier: string,
  zones = ['a', 'b', 'c'],
): Record<string, string | undefined> {
  const reference = (type: string, id: string) => `\${${type}.${id}.id}`;
  return Object.fromEntries(
    zones.map((zone) => {
      const subnet = reference('aws_subnet', `network_${tier}-${zone}`);
      const associations = Object.values(resource.aws_route_table_association!).filter(
        ({ subnet_id }) => subnet_id === subnet,
      );
      expect(associations).toHaveLength(1);
      const table = associations[0].route_table_id;
      const routes = Object.values(resource.aws_route!).filter(
        ({ route_table_id }) => route_table_id === table,
      );
      expect(routes.length).toBeLessThanOrEqual(1);
      return [zone, routes[0]?.nat_gateway_id ?? routes[0]?.gateway_id];
    }),
  );
}

describe('subnets', () => {
  test('are public, private and data in each of three zones, and give nothing a public address by itself', () => {
    const subnets: Record<string, Json> = network().resource.aws_subnet!;
    expect(Object.keys(subnets).sort()).toEqual(
      ['data', 'private', 'public'].flatMap((tier) =>
        ['a', 'b', 'c'].map((zone) => `network_${tier}-${zone}`),
      ),
    );
    for (const [id, subnet] of Object.entries(subnets)) {
      expect(subnet.availability_zone).toBe(`eu-central-1${id.at(-1)}`);
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
  });

  test('lie within the VPC and apart, in every block that a parameter file may name; pods get most of it', () => {
    const cidr = fc
      .record({
        prefix: fc.integer({ min: 16, max: 20 }),
        base: fc.constantFrom('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'),
        index: fc.nat(),
      })
      .map(({ prefix, base, index }) => {
        const { first, prefix: bits } = block(base)!;
        const start = first + (index % 2 ** (prefix - bits)) * 2 ** (32 - prefix);
        return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${prefix}`;
      });
    fc.assert(
      fc.property(cidr, (whole) => {
        const synthesized = network({ cidr: whole });
        expect(only(synthesized, 'aws_vpc').cidr_block).toBe(whole);
        const parent = block(whole)!;
        const tiers: Record<string, Json> = synthesized.resource.aws_subnet!;
        const blocks: [string, Block][] = Object.entries(tiers).map(([id, subnet]) => [
          id,
          block(subnet.cidr_block)!,
        ]);
        for (const [id, part] of blocks) {
          expect(part.first).toBeGreaterThanOrEqual(parent.first);
          expect(part.last).toBeLessThanOrEqual(parent.last);
          // What AWS takes.
          expect(part.prefix).toBeLessThanOrEqual(28);
          expect(part.prefix - parent.prefix).toBe(id.includes('private') ? 2 : 6);
          const others = blocks.filter(([other]) => other !== id);
          expect(others.filter(([, other]) => overlap(part, other))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('zones', () => {
  const zones = (parameters: Partial<NetworkParameters>, region: string) =>
    Object.values(build(parameters, region).synthesized.resource.aws_subnet!).map(
      ({ availability_zone }) => availability_zone,
    );

  test('are those that accounts see: AWS refuses a subnet in ap-northeast-1b', () => {
    const letters = ['a', 'c', 'd'].map((letter) => `ap-northeast-1${letter}`);
    expect(zones({}, 'ap-northeast-1')).toEqual([...letters, ...letters, ...letters]);
  });

  test('are two where accounts see two', () => {
    expect(new Set(zones({}, 'us-west-1'))).toEqual(new Set(['us-west-1a', 'us-west-1b']));
  });

  test('are those that the parameter names, for an account that sees others', () => {
    expect(new Set(zones({ zones: ['b', 'd'] }, 'us-east-1'))).toEqual(new Set(['us-east-1b', 'us-east-1d']));
  });

  test('each lead to the internet by themselves, two as well as three', () => {
    const { synthesized } = build({ zones: ['a', 'c'], natGateways: 2 }, 'us-west-1');
    expect(wayOut(synthesized, 'private', ['a', 'c'])).toEqual({
      a: '${aws_nat_gateway.network_nat-a.id}',
      c: '${aws_nat_gateway.network_nat-c.id}',
    });
  });
});

describe('the way to the internet', () => {
  test('is direct for public subnets, by one shared NAT gateway for private ones, and none for data', () => {
    const synthesized = network({ natGateways: 1 });
    const internet = '${aws_internet_gateway.network_internet-gateway.id}';
    const nat = '${aws_nat_gateway.network_nat-a.id}';
    expect(wayOut(synthesized, 'public')).toEqual({ a: internet, b: internet, c: internet });
    expect(wayOut(synthesized, 'private')).toEqual({ a: nat, b: nat, c: nat });
    expect(wayOut(synthesized, 'data')).toEqual({ a: undefined, b: undefined, c: undefined });
  });

  test('does not leave the zone where there are three NAT gateways, so that no zone takes down another', () => {
    const synthesized = network({ natGateways: 3 });
    expect(wayOut(synthesized, 'private')).toEqual({
      a: '${aws_nat_gateway.network_nat-a.id}',
      b: '${aws_nat_gateway.network_nat-b.id}',
      c: '${aws_nat_gateway.network_nat-c.id}',
    });
    const gateways: Record<string, Json> = synthesized.resource.aws_nat_gateway!;
    for (const [id, gateway] of Object.entries(gateways)) {
      expect(gateway.subnet_id).toBe(`\${aws_subnet.network_public-${id.at(-1)}.id}`);
    }
  });

  test.each([1, 2, 3])(
    'has %i gateways if that many are asked for, each watched for ports',
    (natGateways) => {
      const { synthesized, alarms } = build({ natGateways });
      expect(all(synthesized, 'aws_nat_gateway')).toHaveLength(natGateways);
      expect(all(synthesized, 'aws_eip')).toHaveLength(natGateways);
      expect(Object.values(alarms).map(({ metric }) => metric)).toEqual(
        Array(natGateways).fill('ErrorPortAllocation'),
      );
    },
  );
});

test('the default security group, which AWS opens, is closed', () => {
  const closed = only(network(), 'aws_default_security_group');
  expect(closed.vpc_id).toBe('${aws_vpc.network.id}');
  expect(closed.ingress).toBeUndefined();
  expect(closed.egress).toBeUndefined();
});

describe('AWS services', () => {
  test('S3 is reached without the internet from private and data subnets', () => {
    const endpoint = only(network(), 'aws_vpc_endpoint');
    expect(endpoint).toMatchObject({
      service_name: 'com.amazonaws.eu-central-1.s3',
      vpc_endpoint_type: 'Gateway',
    });
    expect(endpoint.route_table_ids).toEqual([
      '${aws_route_table.network_private-a-routes.id}',
      '${aws_route_table.network_private-b-routes.id}',
      '${aws_route_table.network_private-c-routes.id}',
      '${aws_route_table.network_data-routes.id}',
    ]);
  });

  test('those asked for are reached inside the VPC, by their usual names, from the VPC alone', () => {
    const synthesized = network({ interfaceEndpoints: ['ecr.api', 'sts'] });
    const endpoints: Record<string, Json> = synthesized.resource.aws_vpc_endpoint!;
    for (const [id, service] of [
      ['network_endpoint-ecr-api', 'ecr.api'],
      ['network_endpoint-sts', 'sts'],
    ]) {
      expect(endpoints[id!]).toMatchObject({
        service_name: `com.amazonaws.eu-central-1.${service}`,
        vpc_endpoint_type: 'Interface',
        private_dns_enabled: true,
        subnet_ids: ['a', 'b', 'c'].map((zone) => `\${aws_subnet.network_private-${zone}.id}`),
        security_group_ids: ['${aws_security_group.network_endpoint-group.id}'],
      });
    }
    expect(only(synthesized, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
      cidr_ipv4: '10.10.0.0/16',
      from_port: 443,
      to_port: 443,
    });
    expect(all(synthesized, 'aws_vpc_security_group_egress_rule')).toEqual([]);
  });

  test('none asked for leaves no security group behind that guards nothing', () => {
    expect(all(network(), 'aws_security_group')).toEqual([]);
  });
});

describe('flows', () => {
  const to = (...flowLogs: NetworkParameters['flowLogs']) => network({ flowLogs });

  test('of all traffic, refused or not, go to a bucket of their own unless told otherwise', () => {
    expect(environment().parameters.network.flowLogs).toEqual(['bucket']);
    const synthesized = to('bucket');
    expect(only(synthesized, 'aws_flow_log')).toMatchObject({
      vpc_id: '${aws_vpc.network.id}',
      traffic_type: 'ALL',
      log_destination_type: 's3',
      log_destination: '${aws_s3_bucket.network_flows.arn}',
      // Or AWS would write the policy itself.
      depends_on: ['aws_s3_bucket_policy.network_flows_policy'],
    });
    expect(only(synthesized, 'aws_s3_bucket').bucket).toBe('acme-test-flows-123456789012');
    expect(all(synthesized, 'aws_iam_role')).toEqual([]);
  });

  test('of all traffic, refused or not, go to a log group of our own if told so', () => {
    const synthesized = to('logGroup');
    expect(only(synthesized, 'aws_flow_log')).toMatchObject({
      vpc_id: '${aws_vpc.network.id}',
      traffic_type: 'ALL',
      log_destination: '${aws_cloudwatch_log_group.network_flow-group.arn}',
    });
    expect(only(synthesized, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/acme/test/network/flows',
      kms_key_id: 'arn:logs-key',
    });
  });

  test('go to both places while they move, each by a flow log that the other does not touch', () => {
    const { aws_flow_log } = to('bucket', 'logGroup').resource;
    expect(aws_flow_log).toEqual({
      ...to('bucket').resource.aws_flow_log,
      ...to('logGroup').resource.aws_flow_log,
    });
    expect(Object.keys(aws_flow_log!)).toHaveLength(2);
  });

  test.each(['aws_s3_bucket', 'aws_cloudwatch_log_group'])(
    'of before stay where they are when they move: %s is there in any case',
    (type) => {
      const [bucket, logGroup] = [to('bucket'), to('logGroup')].map(({ resource }) => resource[type]);
      expect(Object.keys(bucket!)).toHaveLength(1);
      expect(bucket).toEqual(logGroup);
    },
  );

  test('are written to the log group by the flow log service for this account, and nowhere else', () => {
    const synthesized = to('logGroup');
    expect(JSON.parse(only(synthesized, 'aws_iam_role').assume_role_policy).Statement).toEqual([
      {
        Sid: 'ServiceOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ]);
    const [write, ...others] = JSON.parse(only(synthesized, 'aws_iam_role_policy').policy).Statement;
    const group = 'arn:aws:logs:eu-central-1:123456789012:log-group:/acme/test/network/flows';
    expect(write.Resource).toEqual([group, `${group}:*`]);
    expect(others).toEqual([]);
  });
});
