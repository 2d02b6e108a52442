import type { ResourceChange } from '../../../plan/change';
import { findings } from '../../../plan/rules';
import { entry, found, ids, plan, stays } from '../made';

// How long many rules take is for bench/judge.ts to say.
jest.setTimeout(180_000);

// Changes that the emulator makes no plan of, or that only a real account has. In the shape that the provider writes.

const group = stays('aws_security_group.db', { id: 'sg-1', vpc_id: 'vpc-1' });
const tcp = (port: number, to = port) => ({ ip_protocol: 'tcp', from_port: port, to_port: to });
const rule = (values: object) => ({ security_group_id: 'sg-1', ...values });
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const old = (values: object) => ({ type: 'ingress', security_group_id: 'sg-1', protocol: 'tcp', ...values });
const inline = (...ingress: object[]) => ({ id: 'sg-1', ingress, egress: [] });
const item = (values: object) => ({
  protocol: 'tcp',
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  ...values,
});

const db = { from_port: 5432, to_port: 5432 };
type Row = [name: string, changes: ResourceChange[]];

test.each<Row>([
  [
    'all ports of a private network',
    [group, entry(`${INGRESS}.it`, null, rule({ ...tcp(0, 65_535), cidr_ipv4: '10.0.0.0/8' }))],
  ],
  [
    'a database for all private addresses',
    [group, entry(`${INGRESS}.it`, null, rule({ ...tcp(5432), cidr_ipv4: '10.0.0.0/8' }))],
  ],
  [
    'SSH for a whole network',
    [group, entry(`${INGRESS}.it`, null, rule({ ...tcp(22), cidr_ipv4: '10.1.0.0/16' }))],
  ],
  [
    'a block that is sensitive',
    [
      group,
      entry(`${INGRESS}.it`, null, rule({ ...tcp(5432), cidr_ipv4: '10.0.0.1/32' }), {
        after_sensitive: { cidr_ipv4: true },
      }),
    ],
  ],
  [
    'a block that only the apply tells',
    [group, entry(`${INGRESS}.it`, null, rule(tcp(5432)), { after_unknown: { cidr_ipv4: true } })],
  ],
  [
    'rules of a group that only the apply tells',
    [entry('aws_security_group.db', inline(), { id: 'sg-1' }, { after_unknown: { ingress: true } })],
  ],
  [
    'protocol -1 in a group itself',
    [
      entry(
        'aws_security_group.db',
        inline(item({ ...db, cidr_blocks: ['10.1.0.0/16'] })),
        inline(item({ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['10.1.0.0/16'] })),
      ),
    ],
  ],
  [
    'a list of addresses that gets the internet',
    [
      entry(
        'aws_ec2_managed_prefix_list.office',
        { id: 'pl-1', entry: [{ cidr: '203.0.113.0/24' }] },
        { id: 'pl-1', entry: [{ cidr: '0.0.0.0/0' }] },
      ),
    ],
  ],
  [
    'an entry of a list of addresses',
    [
      stays('aws_ec2_managed_prefix_list.office', { id: 'pl-1', entry: [{ cidr: '10.1.0.0/16' }] }),
      entry('aws_ec2_managed_prefix_list_entry.it', null, {
        prefix_list_id: 'pl-1',
        cidr: '198.51.100.0/24',
      }),
    ],
  ],
  [
    'a rule by a list that has the internet',
    [
      group,
      stays('aws_ec2_managed_prefix_list.all', { id: 'pl-1', entry: [{ cidr: '0.0.0.0/0' }] }),
      entry(`${INGRESS}.it`, null, rule({ ...tcp(443), prefix_list_id: 'pl-1' })),
    ],
  ],
  [
    'a network ACL that lets everything through in front',
    [
      stays('aws_network_acl.data', { id: 'acl-1', subnet_ids: ['subnet-1'] }),
      stays('aws_network_acl_rule.deny', {
        network_acl_id: 'acl-1',
        rule_number: 100,
        rule_action: 'deny',
        protocol: '-1',
        egress: false,
        cidr_block: '0.0.0.0/0',
      }),
      entry('aws_network_acl_rule.allow', null, {
        network_acl_id: 'acl-1',
        rule_number: 50,
        rule_action: 'allow',
        protocol: '-1',
        egress: false,
        cidr_block: '0.0.0.0/0',
      }),
    ],
  ],
  [
    'a network ACL without its denial',
    [
      entry(
        'aws_network_acl.data',
        {
          id: 'acl-1',
          ingress: [
            {
              rule_no: 50,
              action: 'deny',
              protocol: '6',
              from_port: 22,
              to_port: 22,
              cidr_block: '0.0.0.0/0',
            },
            {
              rule_no: 100,
              action: 'allow',
              protocol: '-1',
              from_port: 0,
              to_port: 0,
              cidr_block: '0.0.0.0/0',
            },
          ],
        },
        {
          id: 'acl-1',
          ingress: [
            {
              rule_no: 100,
              action: 'allow',
              protocol: '-1',
              from_port: 0,
              to_port: 0,
              cidr_block: '0.0.0.0/0',
            },
          ],
        },
      ),
    ],
  ],
  [
    'subnets that lose their network ACL',
    [entry('aws_network_acl.data', { id: 'acl-1', vpc_id: 'vpc-1', subnet_ids: ['subnet-1'] }, null)],
  ],
  [
    'a network that is joined with another account',
    [
      entry('aws_vpc_peering_connection.it', null, {
        vpc_id: 'vpc-1',
        peer_vpc_id: 'vpc-9',
        peer_owner_id: '999999999999',
      }),
    ],
  ],
  [
    'a service that everybody may reach',
    [
      entry(
        'aws_vpc_endpoint_service.it',
        { allowed_principals: ['arn:aws:iam::111111111111:root'] },
        { allowed_principals: ['arn:aws:iam::111111111111:root', '*'] },
      ),
    ],
  ],
])('network-opened finds %s', (_, changes) => {
  expect(ids(...changes)).toEqual(['network-opened']);
});

test.each<Row>([
  [
    'two halves that become a whole',
    [
      entry(
        'aws_security_group_rule.it',
        old({ ...db, cidr_blocks: ['10.1.0.0/25', '10.1.0.128/25'] }),
        old({ ...db, cidr_blocks: ['10.1.0.0/24'] }),
      ),
    ],
  ],
  [
    'two halves of two rules that become one',
    [
      group,
      entry(`${INGRESS}.a`, rule({ ...tcp(443), cidr_ipv4: '203.0.113.0/25' }), null),
      entry(
        `${INGRESS}.b`,
        rule({ ...tcp(443), cidr_ipv4: '203.0.113.128/25' }),
        rule({ ...tcp(443), cidr_ipv4: '203.0.113.0/24' }),
      ),
    ],
  ],
  [
    'a rule that moves out of its group',
    [
      entry('aws_security_group.db', inline(item({ ...db, cidr_blocks: ['203.0.113.0/24'] })), inline()),
      entry(`${INGRESS}.it`, null, rule({ ...tcp(5432), cidr_ipv4: '203.0.113.0/24' })),
    ],
  ],
  [
    'a rule that moves into its group',
    [
      entry('aws_security_group.db', inline(), inline(item({ ...db, cidr_blocks: ['203.0.113.0/24'] }))),
      entry(`${INGRESS}.it`, rule({ ...tcp(5432), cidr_ipv4: '203.0.113.0/24' }), null),
    ],
  ],
  [
    'a rule of the old kind that becomes one of the new',
    [
      group,
      entry('aws_security_group_rule.it', old({ ...db, cidr_blocks: ['0.0.0.0/0'] }), null),
      entry(`${INGRESS}.it`, null, rule({ ...tcp(5432), cidr_ipv4: '0.0.0.0/0' })),
    ],
  ],
  [
    'ports that are cut in two',
    [
      group,
      entry(
        `${INGRESS}.it`,
        rule({ ...tcp(8000, 8099), cidr_ipv4: '203.0.113.0/24' }),
        rule({ ...tcp(8000, 8049), cidr_ipv4: '203.0.113.0/24' }),
      ),
      entry(`${INGRESS}.more`, null, rule({ ...tcp(8050, 8099), cidr_ipv4: '203.0.113.0/24' })),
    ],
  ],
  [
    'what a rule that does not change lets through already',
    [
      group,
      stays(`${INGRESS}.all`, rule({ ...tcp(443), cidr_ipv4: '0.0.0.0/0' })),
      entry(`${INGRESS}.it`, null, rule({ ...tcp(443), cidr_ipv4: '203.0.113.0/24' })),
    ],
  ],
  [
    'ping from everywhere',
    [
      group,
      entry(
        `${INGRESS}.it`,
        null,
        rule({ ip_protocol: 'icmp', from_port: -1, to_port: -1, cidr_ipv4: '0.0.0.0/0' }),
      ),
    ],
  ],
  [
    'a group that only the apply names',
    [
      group,
      entry(`${INGRESS}.it`, null, rule(tcp(5432)), {
        after_unknown: { referenced_security_group_id: true },
      }),
    ],
  ],
  [
    'servers of a new group among themselves',
    [
      entry('aws_security_group.new', null, {
        ingress: [item({ protocol: '-1', from_port: 0, to_port: 0, self: true })],
      }),
    ],
  ],
  [
    'a shorter list of addresses',
    [
      entry(
        'aws_ec2_managed_prefix_list.office',
        { id: 'pl-1', entry: [{ cidr: '203.0.113.0/24' }] },
        { id: 'pl-1', entry: [{ cidr: '203.0.113.0/25' }] },
      ),
    ],
  ],
  [
    'a network ACL with another denial in front',
    [
      stays('aws_network_acl.data', { id: 'acl-1' }),
      entry('aws_network_acl_rule.deny', null, {
        network_acl_id: 'acl-1',
        rule_number: 10,
        rule_action: 'deny',
        protocol: 'tcp',
        from_port: 22,
        to_port: 22,
        cidr_block: '0.0.0.0/0',
      }),
    ],
  ],
])('network-opened lets pass: %s', (_, changes) => {
  expect(found(...changes)).toEqual([]);
});

test('each of ten thousand rules of a group is told', () => {
  const rules = Array.from({ length: 10_000 }, (_, index) =>
    entry(
      `${INGRESS}.r${index}`,
      rule({ ...tcp(443), cidr_ipv4: `10.${index >> 8}.${index & 255}.0/24` }),
      rule({ ...tcp(443), cidr_ipv4: `11.${index >> 8}.${index & 255}.0/24` }),
    ),
  );
  expect(findings(plan(group, ...rules)).length).toBe(10_000);
});
