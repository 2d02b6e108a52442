import { EksAddon, type EksAddonConfig } from '@cdktf/provider-aws/lib/eks-addon';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { ClusterParameters } from '../../parameters/parameters';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { podTrust } from '../core/pod-trust';
import { policy } from '../core/policy';
import type { LogGroup } from '../logs/log-group';
import type { LogPipeline } from '../logs/log-pipeline';
import { previewLogs } from '../preview/preview-logs';
import { applicationLog } from './application-log';
import { GROUPS, insightsGroup } from './log-group-names';

export interface ClusterAddonsProps {
  readonly naming: Naming;
  readonly logs: LogPipeline;
  /** Name of the cluster. */
  readonly name: string;
  /** The same as a reference to it: add-ons are installed once it is there. */
  readonly cluster: string;
  readonly versions: ClusterParameters['addons'];
  /** Whether previews run in it as well. */
  readonly hostsPreviews: boolean;
}

type Groups = Readonly<Record<(typeof GROUPS)[number], LogGroup>>;

/**
 * The metrics that the alarms read, whatever a later version of the add-on has on by default: those of Container
 * Insights with enhanced observability. The way of OpenTelemetry has other names and other log groups.
 * Source: github.com/aws-observability/helm-charts, charts/amazon-cloudwatch-observability, build-default-config.
 */
const METRICS = { containerInsights: { enabled: true }, otelContainerInsights: { enabled: false } };

const NAMESPACES = ['ContainerInsights', 'CWAgent'];

/**
 * The add-ons that every workload needs: logs and metrics, secrets, and the metrics that autoscaling uses. EKS Auto
 * Mode has the rest (network, DNS, disks, load balancing, pod identity) in its nodes.
 */
export class ClusterAddons extends Construct {
  /**
   * The log group with the output of all containers, one JSON event for each line. A line of JSON is in
   * `log_processed`, any other line in `log`. Each event also has `kubernetes` (`namespace_name`, `pod_name`, `labels`)
   * and the zone as `az`.
   */
  readonly applicationLogs: LogGroup;

  constructor(scope: Construct, id: string, props: ClusterAddonsProps) {
    super(scope, id);
    const { logs, name, cluster, versions } = props;
    const groups = this.createGroups(name, logs);
    this.observe(props, groups);
    this.mountSecrets(cluster, versions.secretsStore);
    this.measure(cluster, versions.metricsServer);
    this.applicationLogs = groups.application;
  }

  private createGroups(name: string, logs: LogPipeline): Groups {
    return Object.fromEntries(
      GROUPS.map((group) => [group, logs.addGroup(this, `${group}-group`, insightsGroup(name, group))]),
    ) as Record<keyof Groups, LogGroup>;
  }

  private observe(
    { naming, name, cluster, versions, hostsPreviews }: ClusterAddonsProps,
    groups: Groups,
  ): void {
    const previews = hostsPreviews ? (id: string) => previewLogs(naming.platform, id) : undefined;
    const serviceAccount = 'cloudwatch-agent';
    const role = new IamRole(this, 'observability-role', {
      name: resourceName(naming, 'role', 'observability'),
      assumeRolePolicy: podTrust(naming, { cluster: name, namespace: 'amazon-cloudwatch', serviceAccount }),
    });
    const send = new IamRolePolicy(this, 'observability-send', {
      role: role.name,
      name: 'send-logs-and-metrics',
      policy: sendLogsAndMetrics([
        ...Object.values(groups).map(({ arn }) => arn),
        ...(previews ? [arn(naming, 'logs', `log-group:${previews('*')}`)] : []),
      ]),
    });
    this.install('observability', cluster, {
      addonName: 'amazon-cloudwatch-observability',
      addonVersion: versions.observability,
      podIdentityAssociation: [{ serviceAccount, roleArn: role.arn }],
      configurationValues: asLiteral(
        JSON.stringify({
          // On by default, it puts an agent into every pod and logs to a group that is not ours.
          applicationSignals: { enabled: false },
          ...METRICS,
          containerLogs: {
            enabled: true,
            fluentBit: { config: { extraFiles: extraFiles(naming, groups, previews) } },
          },
        }),
      ),
      // The agents start at once, and neither the groups nor the policy is among the arguments.
      dependsOn: [send, ...Object.values(groups).map(({ resource }) => resource)],
    });
  }

  private mountSecrets(cluster: string, version: string): void {
    this.install('secrets-store', cluster, {
      addonName: 'aws-secrets-store-csi-driver-provider',
      addonVersion: version,
      configurationValues: JSON.stringify({
        'secrets-store-csi-driver': {
          syncSecret: { enabled: true },
          enableSecretRotation: true,
          rotationPollInterval: '3600s',
        },
      }),
    });
  }

  private measure(cluster: string, version: string): void {
    this.install('metrics-server', cluster, { addonName: 'metrics-server', addonVersion: version });
  }

  /** What is declared wins over what somebody changed in the cluster. */
  private install(id: string, clusterName: string, config: Omit<EksAddonConfig, 'clusterName'>): void {
    new EksAddon(this, id, {
      clusterName,
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      ...config,
    });
  }
}

/** What replaces the file of the same name; those of nodes and of the data plane stay as they are. */
function extraFiles(
  { region }: Naming,
  { application }: Groups,
  groupOfPreview?: (id: string) => string,
): Record<string, string> {
  return { 'application-log.conf': applicationLog({ region, group: application.name, groupOfPreview }) };
}

/** A text with variables of another program, which Terraform would take for its own. */
function asLiteral(text: string): string {
  // A function, as two dollars in a text of replacement are one.
  return text.replaceAll('${', () => '$${');
}

/**
 * Less than the managed CloudWatchAgentServerPolicy: it has no right to make log groups, which would be unencrypted and
 * kept for ever. `*` is used only for actions that accept no resource.
 */
function sendLogsAndMetrics(groups: readonly string[]): string {
  return policy(
    {
      Sid: 'WriteToOwnedGroups',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: groups.flatMap((group) => [group, `${group}:*`]),
    },
    {
      Sid: 'SendMetrics',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': NAMESPACES } },
    },
    {
      Sid: 'LabelMetricsByNode',
      Action: ['ec2:DescribeTags', 'ec2:DescribeVolumes'],
      Resource: '*',
    },
  );
}
