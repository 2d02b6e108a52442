import { bucket } from './bucket';
import { type Case, cases, changed, one, type Resources } from './case';
import { database, group } from './things';

const rule = (attributes: object) => ({
  security_group_id: '${aws_security_group.group.id}',
  ip_protocol: 'tcp',
  from_port: 5432,
  to_port: 5432,
  ...attributes,
});

/** A group that is there, with a rule or without. */
const grouped = (attributes?: object, type = 'aws_vpc_security_group_ingress_rule'): Resources => ({
  aws_security_group: { group },
  ...(attributes && { [type]: { it: rule(attributes) } }),
});
const inside = { cidr_ipv4: '10.1.0.0/16' };
const https = { from_port: 443, to_port: 443, cidr_ipv4: '0.0.0.0/0' };
const inline = (cidrs: readonly string[]) => ({
  ...group,
  ingress: [
    {
      from_port: 22,
      to_port: 22,
      protocol: 'tcp',
      cidr_blocks: cidrs,
      description: '',
      ipv6_cidr_blocks: [],
      prefix_list_ids: [],
      security_groups: [],
      self: false,
    },
  ],
});

const block = {
  bucket: '${aws_s3_bucket.bucket.id}',
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const blocked = (attributes?: object): Resources => ({
  ...bucket,
  ...(attributes && one('aws_s3_bucket_public_access_block', { ...block, ...attributes })),
});
const cluster = (vpc: object) => ({
  name: 'c-$',
  role_arn: '${aws_iam_role.shared.arn}',
  enabled_cluster_log_types: ['api', 'audit'],
  vpc_config: {
    subnet_ids: ['${aws_subnet.shared.id}', '${aws_subnet.shared2.id}'],
    endpoint_public_access: true,
    endpoint_private_access: true,
    public_access_cidrs: ['8.20.30.0/24'],
    ...vpc,
  },
});

export const network: readonly Case[] = [
  ...cases(
    'network-opened',
    [
      { name: 'a new rule for the internet', before: grouped(), after: grouped({ cidr_ipv4: '0.0.0.0/0' }) },
      { name: 'a new rule for the internet, IPv6', before: grouped(), after: grouped({ cidr_ipv6: '::/0' }) },
      {
        name: 'a new rule for half of the internet',
        before: grouped(),
        after: grouped({ cidr_ipv4: '128.0.0.0/1' }),
      },
      {
        name: 'a new rule for all ports',
        before: grouped(),
        after: grouped({ ...inside, ip_protocol: '-1', from_port: undefined, to_port: undefined }),
      },
      { name: 'a wider block', before: grouped(inside), after: grouped({ cidr_ipv4: '10.0.0.0/8' }) },
      {
        name: 'more ports',
        before: grouped(inside),
        after: grouped({ ...inside, from_port: 5000, to_port: 6000 }),
      },
      {
        name: 'a wider block by another address',
        before: grouped(inside),
        after: {
          aws_security_group: { group },
          aws_vpc_security_group_ingress_rule: { other: rule({ cidr_ipv4: '10.0.0.0/8' }) },
        },
      },
      {
        name: 'a new way out to everywhere',
        before: grouped(),
        after: grouped(
          { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1', from_port: undefined, to_port: undefined },
          'aws_vpc_security_group_egress_rule',
        ),
      },
      { name: 'the entrance of a group that is there, opened', before: grouped(), after: grouped(https) },
      changed(
        'a rule in the group itself',
        'aws_security_group',
        inline(['10.1.0.0/16']),
        inline(['0.0.0.0/0']),
      ),
      {
        name: 'a rule of the old kind',
        before: grouped(),
        after: {
          aws_security_group: { group },
          ...one('aws_security_group_rule', {
            type: 'ingress',
            security_group_id: '${aws_security_group.group.id}',
            protocol: 'tcp',
            from_port: 22,
            to_port: 22,
            cidr_blocks: ['0.0.0.0/0'],
          }),
        },
      },
    ],
    [
      { name: 'a narrower block', before: grouped(inside), after: grouped({ cidr_ipv4: '10.1.0.0/24' }) },
      { name: 'a new rule inside', before: grouped(), after: grouped(inside) },
      { name: 'a rule deleted', before: grouped(inside), after: grouped() },
      {
        name: 'the entrance, described in other words',
        before: grouped(https),
        after: grouped({ ...https, description: 'HTTPS' }),
      },
      { name: 'the entrance of a new group', before: {}, after: grouped(https) },
      {
        name: 'a rule by another address',
        before: grouped(https),
        after: { aws_security_group: { group }, aws_vpc_security_group_ingress_rule: { other: rule(https) } },
      },
      changed(
        'a rule in the group itself, narrowed',
        'aws_security_group',
        inline(['10.0.0.0/8']),
        inline(['10.1.0.0/16']),
      ),
    ],
  ),
  ...cases(
    'public-access',
    [
      {
        name: 'a bucket that may get a public policy',
        before: blocked({}),
        after: blocked({ block_public_policy: false }),
      },
      { name: 'a bucket without its block', before: blocked({}), after: blocked() },
      {
        name: 'a new block that blocks nothing',
        before: blocked(),
        after: blocked({ block_public_acls: false }),
      },
      changed('a database in the internet', 'aws_db_instance', database, { publicly_accessible: true }),
      changed(
        'the API of a cluster for more networks',
        'aws_eks_cluster',
        cluster({}),
        cluster({ public_access_cidrs: ['8.20.30.0/24', '198.51.100.0/24'] }),
      ),
      changed(
        'the API of a cluster in the internet',
        'aws_eks_cluster',
        cluster({ endpoint_public_access: false }),
        cluster({}),
      ),
    ],
    [
      { name: 'a bucket deleted with its block', before: blocked({}), after: {} },
      { name: 'a new block', before: blocked(), after: blocked({}) },
      {
        name: 'a bucket that blocks more',
        before: blocked({ ignore_public_acls: false }),
        after: blocked({}),
      },
      changed(
        'the API of a cluster for fewer',
        'aws_eks_cluster',
        cluster({}),
        cluster({ public_access_cidrs: ['8.20.30.0/25'] }),
      ),
      changed(
        'a database in the internet no more',
        'aws_db_instance',
        { ...database, publicly_accessible: true },
        { publicly_accessible: false },
      ),
    ],
  ),
];
