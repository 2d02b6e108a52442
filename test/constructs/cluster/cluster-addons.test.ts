import { all, type Json, only } from '../../helpers';
import { build } from './built-cluster';

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
