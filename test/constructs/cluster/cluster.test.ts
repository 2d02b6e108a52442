import type { Construct } from 'constructs';
import fc from 'fast-check';
import type { LogEventsProps } from '../../../constructs/alarms/alarm';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import type { Alerts } from '../../../constructs/alerts/alerts';
import { Cluster } from '../../../constructs/cluster/cluster';
import { ClusterAccess, type ClusterRoles } from '../../../constructs/cluster/cluster-access';
import { protection } from '../../../constructs/core/protection';
import type { Network } from '../../../constructs/network/network';
import type { ClusterParameters } from '../../../parameters/parameters';
import { all, type Json, only, resolved, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { neighbours } from '../neighbours';

const DEPLOY = 'arn:aws:iam::123456789012:role/deploy';
const VIEWER = DEPLOY.replace(/[\w-]+$/, 'acme-view');

interface Built {
  readonly synthesized: Synthesized;
  readonly made: Cluster;
  readonly alarms: Record<string, MetricAlarmProps | LogEventsProps>;
}

function build(
  parameters: Partial<ClusterParameters> = {},
  protect = false,
  roles: Partial<ClusterRoles> = {},
): Built {
  const alarms: Built['alarms'] = {};
  const add = (scope: Construct, id: string, props: MetricAlarmProps | LogEventsProps) => {
    alarms[id] = resolved(scope, props);
  };
  let made!: Cluster;
  const synthesized = synth((stack) => {
    const given = neighbours(stack);
    const network = { ...given.network, cidr: '10.10.0.0/16', privateSubnetIds: ['private-a', 'private-b'] };
    made = new Cluster(stack, 'cluster', {
      ...given,
      network: network as unknown as Network,
      alerts: { addMetricAlarm: add, addLogAlarm: add } as unknown as Alerts,
      protection: protection(protect),
      roles: { deploy: DEPLOY, readers: {}, viewer: VIEWER, ...roles },
      hostsPreviews: false,
      parameters: {
        ...environment().parameters.cluster,
        version: '1.36',
        publicAccess: [],
        privateAccess: [],
        admins: [],
        viewers: [],
        addons: {
          observability: 'v6.3.0-eksbuild.1',
          secretsStore: 'v2.1.1-eksbuild.1',
          metricsServer: 'v0.8.1-eksbuild.1',
        },
        ...parameters,
      },
    });
  });
  return { synthesized, made, alarms };
}

interface Section {
  readonly kind: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Fluent Bit's classic format: sections of options, one a line, whose names are the same in small and capital letters. */
function parse(text: string): Section[] {
  return text
    .split(/^\[/m)
    .slice(1)
    .map((block) => {
      const [kind, ...lines] = block.trim().split('\n');
      const options = Object.fromEntries(
        lines.map((line) => {
          const [, name, value] = /^\s+(\S+)\s+(.+)$/.exec(line)!;
          return [name!.toLowerCase(), value!];
        }),
      );
      return { kind: kind!.replace(']', ''), name: options.name!, options };
    });
}

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

describe('who may use the cluster', () => {
  const rights = (parameters: Partial<ClusterParameters>): Record<string, string> => {
    const { synthesized } = build(parameters);
    const entries: Record<string, Json> = synthesized.resource.aws_eks_access_entry!;
    const associations = all(synthesized, 'aws_eks_access_policy_association');
    expect(associations).toHaveLength(Object.keys(entries).length);
    return Object.fromEntries(
      Object.entries(entries).map(([id, { principal_arn }]) => {
        const reference = `\${aws_eks_access_entry.${id}.principal_arn}`;
        const mine = associations.filter((association) => association.principal_arn === reference);
        expect(mine.map(({ access_scope }) => access_scope)).toEqual([{ type: 'cluster' }]);
        return [principal_arn, mine[0].policy_arn.split('/').at(-1)];
      }),
    );
  };
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const OWN = { [DEPLOY]: 'AmazonEKSClusterAdminPolicy', [VIEWER]: 'AmazonEKSViewPolicy' };

  test('is decided by access entries alone: not by a config map, and not by who made it', () => {
    expect(eks().access_config).toEqual({
      authentication_mode: 'API',
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test('nobody but the role that deploys and the one to look by, until a parameter names someone', () => {
    expect(rights({})).toEqual(OWN);
  });

  test('admins may do everything; viewers read everything but secrets', () => {
    expect(rights({ admins: [role('sre')], viewers: [role('developers')] })).toEqual({
      ...OWN,
      [role('sre')]: 'AmazonEKSClusterAdminPolicy',
      [role('developers')]: 'AmazonEKSViewPolicy',
    });
  });

  test('whoever stands in two lists gets one entry, as EKS refuses a second, with the stronger right', () => {
    expect(rights({ admins: [role('sre')], viewers: [role('sre'), DEPLOY] })).toEqual({
      ...OWN,
      [role('sre')]: 'AmazonEKSClusterAdminPolicy',
    });
  });

  /** What an entry says of a role. */
  const access = (
    roles: Partial<ClusterRoles>,
    parameters: Partial<ClusterParameters>,
    principal: string,
  ) => {
    const { synthesized } = build(parameters, false, roles);
    const entries = Object.entries(synthesized.resource.aws_eks_access_entry as Record<string, Json>);
    const mine = entries.filter(([, { principal_arn }]) => principal_arn === principal);
    expect(mine).toHaveLength(1);
    const [id, { kubernetes_groups }] = mine[0]!;
    const { policy_arn, access_scope } =
      synthesized.resource.aws_eks_access_policy_association![`${id}-policy`] ?? {};
    return { groups: kubernetes_groups, policy: policy_arn?.split('/').at(-1), scope: access_scope };
  };

  test('a role that plans has no policy of EKS, all of which read logs, and gets no more by being named', () => {
    expect(access({ readers: { plan: role('plan') } }, { admins: [role('plan')] }, role('plan'))).toEqual({
      groups: ['platform-readers'],
    });
  });

  test('the role that makes previews may change everything in their namespaces alone', () => {
    const previews = { role: role('preview'), namespaces: ['shop-*', 'setup'] };
    expect(access({ previews }, {}, role('preview'))).toEqual({
      groups: ['platform-previewers'],
      policy: 'AmazonEKSAdminPolicy',
      scope: { type: 'namespace', namespaces: ['shop-*', 'setup'] },
    });
  });

  test('roles of any name, path and account each get an entry at an address that Terraform takes', () => {
    const arn = fc
      .tuple(fc.stringMatching(/^\d{12}$/), fc.stringMatching(/^([\w+=,.@-]{1,8}\/){0,2}[\w+=,.@-]{1,64}$/))
      .map(([account, name]) => `arn:aws:iam::${account}:role/${name}`);
    fc.assert(
      fc.property(fc.uniqueArray(arn, { maxLength: 4 }), (admins) => {
        const { resource } = synth((stack) => {
          new ClusterAccess(stack, 'access', {
            region: 'eu-central-1',
            cluster: 'test',
            roles: { deploy: 'arn:deploy', readers: {}, viewer: 'arn:view' },
            admins,
            viewers: [],
          });
        });
        const entries: Record<string, Json> = resource.aws_eks_access_entry ?? {};
        const roles = Object.values(entries).map(({ principal_arn }) => principal_arn);
        expect(roles.sort()).toEqual([...admins, 'arn:deploy', 'arn:view'].sort());
        for (const address of Object.keys(entries)) expect(address).toMatch(/^[A-Za-z_][\w-]*$/);
      }),
    );
  });

  test('an address stays when a role is added before it, so that nobody is locked out for a moment', () => {
    const addresses = (admins: string[]) =>
      Object.keys(build({ admins }).synthesized.resource.aws_eks_access_entry!);
    expect(addresses([role('a'), role('b'), role('c')])).toEqual(
      expect.arrayContaining(addresses([role('b'), role('c')])),
    );
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

describe('add-ons', () => {
  const addon = (name: string, ...change: Parameters<typeof build>) =>
    all(build(...change).synthesized, 'aws_eks_addon').find(({ addon_name }) => addon_name === name)!;

  test.each([
    ['amazon-cloudwatch-observability', 'v6.4.0-eksbuild.1'],
    ['aws-secrets-store-csi-driver-provider', 'v3.0.0-eksbuild.1'],
    ['metrics-server', 'v0.9.0-eksbuild.2'],
  ])('%s runs the version of the parameters, and undoes what is changed in the cluster', (name, version) => {
    const addons = {
      observability: 'v6.4.0-eksbuild.1',
      secretsStore: 'v3.0.0-eksbuild.1',
      metricsServer: 'v0.9.0-eksbuild.2',
    };
    expect(addon(name, { addons })).toMatchObject({
      cluster_name: '${aws_eks_cluster.cluster.name}',
      addon_version: version,
      resolve_conflicts_on_create: 'OVERWRITE',
      resolve_conflicts_on_update: 'OVERWRITE',
    });
  });

  test('secrets follow their source within the hour', () => {
    const { configuration_values } = addon('aws-secrets-store-csi-driver-provider');
    expect(JSON.parse(configuration_values)['secrets-store-csi-driver']).toEqual({
      syncSecret: { enabled: true },
      enableSecretRotation: true,
      rotationPollInterval: '3600s',
    });
  });

  test('no agent is put into pods that did not ask for one', () => {
    const { configuration_values } = addon('amazon-cloudwatch-observability');
    expect(JSON.parse(configuration_values)).toMatchObject({ applicationSignals: { enabled: false } });
  });

  test.each(['application', 'dataplane', 'host', 'performance'])(
    'the %s log group is there before the agent, which would make one without key and end',
    (group) => {
      const { resource } = build().synthesized;
      expect(resource.aws_cloudwatch_log_group![`cluster_addons_${group}-group`]).toMatchObject({
        name: `/aws/containerinsights/test/${group}`,
        kms_key_id: 'arn:logs-key',
        retention_in_days: 30,
      });
      expect(addon('amazon-cloudwatch-observability').depends_on).toContain(
        `aws_cloudwatch_log_group.cluster_addons_${group}-group`,
      );
    },
  );

  test('the agent writes to those groups and sends its own metrics, and can not make a group', () => {
    const { Statement } = JSON.parse(only(build().synthesized, 'aws_iam_role_policy').policy);
    const [write, send, ...others] = Statement;
    expect(write.Action).toEqual(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents']);
    expect(write.Resource).toEqual(
      ['application', 'dataplane', 'host', 'performance'].flatMap((group) => {
        const arn = `arn:aws:logs:eu-central-1:123456789012:log-group:/aws/containerinsights/test/${group}`;
        return [arn, `${arn}:*`];
      }),
    );
    expect(send).toMatchObject({
      Action: 'cloudwatch:PutMetricData',
      Condition: { StringEquals: { 'cloudwatch:namespace': ['ContainerInsights', 'CWAgent'] } },
    });
    expect(others.flatMap(({ Action }: Json) => Action)).toEqual(['ec2:DescribeTags', 'ec2:DescribeVolumes']);
  });

  test("the agent's role is for its own pods in this cluster, and for nobody else's", () => {
    const { synthesized } = build();
    const role = synthesized.resource.aws_iam_role!['cluster_addons_observability-role'];
    expect(addon('amazon-cloudwatch-observability').pod_identity_association).toEqual([
      {
        service_account: 'cloudwatch-agent',
        role_arn: '${aws_iam_role.cluster_addons_observability-role.arn}',
      },
    ]);
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      {
        Sid: 'PodsOfOneServiceAccount',
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-central-1:123456789012:cluster/test',
            'aws:RequestTag/kubernetes-namespace': 'amazon-cloudwatch',
            'aws:RequestTag/kubernetes-service-account': 'cloudwatch-agent',
          },
        },
      },
    ]);
  });

  test('those that need no log group do not wait for one', () => {
    expect(addon('metrics-server').depends_on).toBeUndefined();
    expect(addon('aws-secrets-store-csi-driver-provider').depends_on).toBeUndefined();
  });
});

describe('what containers print', () => {
  const values = observability().configuration_values;
  /** As Terraform hands it on. */
  const sections = parse(
    JSON.parse(values.replaceAll('$${', '${')).containerLogs.fluentBit.config.extraFiles[
      'application-log.conf'
    ],
  );
  const section = (kind: string, name: string) =>
    sections.find((found) => found.kind === kind && found.name === name)!.options;

  function observability(): Json {
    return all(build().synthesized, 'aws_eks_addon').find(
      ({ addon_name }) => addon_name === 'amazon-cloudwatch-observability',
    );
  }

  test('goes to the group that is there, which the agent may not make', () => {
    expect(section('OUTPUT', 'cloudwatch_logs')).toMatchObject({
      region: 'eu-central-1',
      log_group_name: '/aws/containerinsights/test/application',
      auto_create_group: 'false',
    });
  });

  test('comes with its service and version, as labels of the pod, and with the zone of the node', () => {
    expect(section('FILTER', 'kubernetes').labels).toBe('On');
    expect(section('FILTER', 'aws').az).toBe('true');
  });

  test('is found by the fields of its JSON, and paid for once', () => {
    expect(section('FILTER', 'kubernetes')).toMatchObject({
      merge_log: 'On',
      merge_log_key: 'log_processed',
      keep_log: 'Off',
    });
  });

  test('is read of all containers, and passes all filters to the output: nothing is dropped', () => {
    const inputs = sections.filter(({ kind }) => kind === 'INPUT').map(({ options }) => options);
    const excluded = inputs.flatMap(({ exclude_path }) => exclude_path?.split(', ') ?? []);
    const paths = inputs.map(({ path }) => path);
    expect(paths).toContain('/var/log/containers/*.log');
    // The other two are in the group of the data plane.
    expect(excluded.filter((path) => !paths.includes(path))).toEqual([
      '/var/log/containers/aws-node*',
      '/var/log/containers/kube-proxy*',
    ]);
    expect(inputs.map(({ tag }) => tag)).toEqual(inputs.map(() => 'application.*'));
    const others = sections.filter(({ kind }) => kind !== 'INPUT');
    expect(others.map(({ name, options }) => [name, options.match])).toEqual([
      ['aws', 'application.*'],
      ['kubernetes', 'application.*'],
      ['cloudwatch_logs', 'application.*'],
    ]);
  });

  test('is not cut off by a buffer: each place that is read remembers how far, in a file of its own', () => {
    const files = sections.filter(({ kind }) => kind === 'INPUT').map(({ options }) => options.db);
    expect(new Set(files).size).toBe(3);
  });

  test('keeps the variables of the agent, which Terraform does not know', () => {
    expect(values.match(/(?<!\$)\$\{/)).toBeNull();
    expect(section('OUTPUT', 'cloudwatch_logs').log_stream_prefix).toBe('${HOST_NAME}-');
  });
});

describe('alarms', () => {
  test('page for a store that is nearly full, since a full one stops all repair; the rest can wait', () => {
    const { alarms } = build();
    const critical = Object.keys(alarms).filter((id) => alarms[id]!.severity === 'critical');
    expect(critical).toEqual(['api-storage']);
    expect(alarms['api-storage']).toMatchObject({ threshold: { above: 6442450944 } });
  });

  test.each([
    ['failed-nodes', 'ContainerInsights', 'cluster_failed_node_count'],
    ['unschedulable-pods', 'AWS/EKS', 'scheduler_pending_pods_UNSCHEDULABLE'],
    ['crash-loops', 'ContainerInsights', 'pod_container_status_waiting_reason_crash_loop_back_off'],
    ['api-errors', 'AWS/EKS', 'apiserver_request_total_5XX'],
    ['api-storage', 'AWS/EKS', 'apiserver_storage_size_bytes'],
  ])('%s looks at this cluster', (id, namespace, metric) => {
    expect(build().alarms[id]).toMatchObject({ namespace, metric, dimensions: { ClusterName: 'test' } });
  });

  test.each([
    ['logins', '/aws/eks/test/cluster', '$.objectRef.subresource = "exec"'],
    ['anonymous-requests', '/aws/eks/test/cluster', '$.user.username = "system:anonymous"'],
    ['application-errors', '/aws/containerinsights/test/application', '$.log_processed.level = "error"'],
  ])('%s are found in the log group that has them', (id, group, pattern) => {
    const { alarms, synthesized } = build();
    const alarm = alarms[id] as LogEventsProps;
    expect(logGroup(synthesized, alarm.logGroupName)).toBe(group);
    expect(alarm.pattern).toContain(pattern);
  });
});

/** The name of the log group that a reference means. */
function logGroup({ resource }: Synthesized, reference: string): string {
  const [, id] = /^\$\{aws_cloudwatch_log_group\.(.+)\.name\}$/.exec(reference)!;
  return resource.aws_cloudwatch_log_group![id!].name;
}
