import { all, only } from '../../helpers';
import { build } from './built-cluster';

const eks = (...change: Parameters<typeof build>) => only(build(...change).synthesized, 'aws_eks_cluster');

describe('the Kubernetes API', () => {
  test('is private until a network is let in from the internet', () => {
    expect(eks().vpc_config).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(eks().vpc_config.public_access_cidrs).toBeUndefined();
    expect(eks({ publicAccess: ['203.0.113.0/24'] }).vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
  });

  test('is reached from the whole VPC at port 443, without opening that port on nodes and pods', () => {
    const { synthesized } = build();
    const { security_group_ids } = only(synthesized, 'aws_eks_cluster').vpc_config;
    expect(security_group_ids).toEqual(['${aws_security_group.cluster_endpoint-group.id}']);
    expect(only(synthesized, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
      security_group_id: '${aws_security_group.cluster_endpoint-group.id}',
      cidr_ipv4: '10.10.0.0/16',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    });
    expect(all(synthesized, 'aws_vpc_security_group_egress_rule')).toEqual([]);
  });

  test('is reached from a VPN at port 443 of its private address, and stays off the internet', () => {
    const { synthesized } = build({ privateAccess: ['10.200.0.0/16', '10.10.0.0/16'] });
    const opened = all(synthesized, 'aws_vpc_security_group_ingress_rule');
    expect(opened.map(({ cidr_ipv4, from_port, to_port }) => [cidr_ipv4, from_port, to_port])).toEqual([
      ['10.200.0.0/16', 443, 443],
      ['10.10.0.0/16', 443, 443],
    ]);
    for (const { security_group_id } of opened) expect(security_group_id).toContain('cluster_endpoint-group');
    expect(only(synthesized, 'aws_eks_cluster').vpc_config).toMatchObject({ endpoint_public_access: false });
  });

  test('keeps secrets encrypted with our key from the start, as it can not be changed later', () => {
    expect(eks().encryption_config).toEqual({
      provider: { key_arn: '${aws_kms_key.keys_data.arn}' },
      resources: ['secrets'],
    });
  });

  test('tells all it does to a log group that is there before it, encrypted and with an end', () => {
    const { synthesized } = build();
    const { enabled_cluster_log_types, depends_on } = only(synthesized, 'aws_eks_cluster');
    expect(enabled_cluster_log_types).toEqual([
      'api',
      'audit',
      'authenticator',
      'controllerManager',
      'scheduler',
    ]);
    expect(depends_on).toContain('aws_cloudwatch_log_group.cluster_control-plane-group');
    expect(synthesized.resource.aws_cloudwatch_log_group!['cluster_control-plane-group']).toMatchObject({
      name: '/aws/eks/test/cluster',
      kms_key_id: 'arn:logs-key',
      retention_in_days: 30,
    });
  });

  test('takes over the log group that EKS wrote again after an earlier cluster of its name was gone', () => {
    const { synthesized } = build();
    expect(synthesized.import).toEqual([
      {
        to: 'aws_cloudwatch_log_group.cluster_control-plane-group',
        id: '${each.key}',
        for_each: expect.stringContaining('if name == "/aws/eks/test/cluster"'),
      },
    ]);
  });
});

describe('nodes', () => {
  test('are made and replaced by EKS, in private subnets', () => {
    expect(eks()).toMatchObject({
      compute_config: { enabled: true, node_pools: ['general-purpose', 'system'] },
      kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
      storage_config: { block_storage: { enabled: true } },
      bootstrap_self_managed_addons: false,
    });
    expect(eks().vpc_config.subnet_ids).toEqual(['private-a', 'private-b']);
  });

  test('may join the cluster and pull images, and nothing else', () => {
    const attached = build().synthesized.resource.aws_iam_role_policy_attachments_exclusive!;
    expect(attached['cluster_node-role-policies'].policy_arns).toEqual([
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy',
    ]);
  });

  test('leave a zone that AWS takes out of service', () => {
    expect(eks().zonal_shift_config).toEqual({ enabled: true });
  });
});

describe('the role of the cluster', () => {
  test('is for this cluster alone, and may tag its sessions, which Auto Mode can not do without', () => {
    const role = build().synthesized.resource.aws_iam_role!.cluster_role;
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'ThisCluster',
        Effect: 'Allow',
        Principal: { Service: 'eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnEquals: { 'aws:SourceArn': 'arn:aws:eks:eu-central-1:123456789012:cluster/test' },
        },
      },
    ]);
  });

  test('has its policies before the cluster is made, and for as long as EKS cleans up behind it', () => {
    expect(eks().depends_on).toContain('aws_iam_role_policy_attachments_exclusive.cluster_role-policies');
    expect(
      build().synthesized.resource.aws_iam_role_policy_attachments_exclusive!['cluster_role-policies'],
    ).toMatchObject({
      policy_arns: [
        'arn:aws:iam::aws:policy/AmazonEKSBlockStoragePolicy',
        'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
        'arn:aws:iam::aws:policy/AmazonEKSComputePolicy',
        'arn:aws:iam::aws:policy/AmazonEKSLoadBalancingPolicy',
        'arn:aws:iam::aws:policy/AmazonEKSNetworkingPolicy',
      ],
    });
  });
});

test('is upgraded at the end of standard support rather than charged for extended support', () => {
  expect(eks({ version: '1.35' })).toMatchObject({
    version: '1.35',
    upgrade_policy: { support_type: 'STANDARD' },
  });
});

test('is not destroyed or replaced where the environment is protected', () => {
  expect(eks({}, true).lifecycle).toEqual({ prevent_destroy: true });
  expect(eks({}, false).lifecycle).toEqual({ prevent_destroy: false });
});

test('is named as its environment, so that it is found without a look-up', () => {
  const { synthesized, made } = build();
  expect(only(synthesized, 'aws_eks_cluster').name).toBe('test');
  expect(made.name).toBe('test');
});
