import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { Construct } from 'constructs';
import type { ClusterParameters } from '../../parameters/parameters';
import type { Alerts } from '../alerts/alerts';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { managedPolicyArn } from '../core/partition';
import { policy } from '../core/policy';
import type { Protection } from '../core/protection';
import type { Keys } from '../encryption/keys';
import type { LogGroup } from '../logs/log-group';
import type { LogPipeline } from '../logs/log-pipeline';
import type { Network } from '../network/network';
import { SecurityGroup } from '../network/security-group';
import { ClusterAccess, type ClusterRoles } from './cluster-access';
import { ClusterAddons } from './cluster-addons';
import { ClusterAlarms } from './cluster-alarms';
import { SessionHost } from './session-host';

export interface ClusterProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly network: Network;
  readonly keys: Keys;
  readonly logs: LogPipeline;
  readonly alerts: Alerts;
  readonly roles: ClusterRoles;
  /** Whether previews run in it as well. */
  readonly hostsPreviews: boolean;
  readonly parameters: ClusterParameters;
}

/** A role, and what must be there before it can be used. */
interface Role {
  readonly arn: string;
  readonly policies: IamRolePolicyAttachmentsExclusive;
}

/**
 * A Kubernetes cluster whose nodes AWS runs (EKS Auto Mode), named as its environment.
 *
 * Its API answers inside the VPC, and from the networks in `privateAccess` and `publicAccess`. A deploy of services therefore runs on
 * one of those, or in a private subnet of the VPC (a runner, or whoever comes in through one by a VPN).
 */
export class Cluster extends Construct {
  /** A literal: enough to look the cluster up, in names and in policies. */
  readonly name: string;
  /** The group of all nodes and pods, made by EKS. */
  readonly securityGroupId: string;
  /** What the containers print. */
  readonly applicationLogs: LogGroup;

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { naming, logs, alerts, roles, parameters } = props;
    const name = resourceName(naming, 'cluster');
    const controlPlaneLogs = logs.addGroup(this, 'control-plane-group', `/aws/eks/${name}/cluster`);
    const role = this.createClusterRole(naming, name);
    const nodeRole = this.createNodeRole(naming);
    const endpoint = this.createEndpointGroup(naming, props.network, parameters.privateAccess);
    const cluster = this.createCluster(name, props, { role, nodeRole, endpoint, controlPlaneLogs });

    new ClusterAccess(this, 'access', {
      region: naming.region,
      cluster: cluster.name,
      roles,
      admins: parameters.admins,
      viewers: parameters.viewers,
    });
    const { applicationLogs } = new ClusterAddons(this, 'addons', {
      naming,
      logs,
      name,
      cluster: cluster.name,
      versions: parameters.addons,
      hostsPreviews: props.hostsPreviews,
    });
    if (parameters.sessionHost) {
      new SessionHost(this, 'session-host', {
        naming,
        network: props.network,
        kubernetesApi: endpoint,
      });
    }
    new ClusterAlarms(this, 'alarms', { alerts, name, controlPlaneLogs, applicationLogs });

    this.name = name;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.applicationLogs = applicationLogs;
  }

  /** Source: Amazon EKS User Guide, "Amazon EKS Auto Mode cluster IAM role". */
  private createClusterRole(naming: Naming, name: string): Role {
    const trust = policy({
      Sid: 'ThisCluster',
      Principal: { Service: 'eks.amazonaws.com' },
      // Auto Mode tags its sessions with the cluster's name, which its policies ask for.
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: { 'aws:SourceAccount': naming.account },
        ArnEquals: { 'aws:SourceArn': arn(naming, 'eks', `cluster/${name}`) },
      },
    });
    return this.createRole(naming, 'role', resourceName(naming, 'role', 'cluster'), trust, [
      'AmazonEKSBlockStoragePolicy',
      'AmazonEKSClusterPolicy',
      'AmazonEKSComputePolicy',
      'AmazonEKSLoadBalancingPolicy',
      'AmazonEKSNetworkingPolicy',
    ]);
  }

  /**
   * Images come from the registry of the platform and from those of AWS that hold the add-ons, whose account
   * differs by region: the managed policy pulls from any, and only the other side's policy says who may.
   * Source: Amazon EKS User Guide, "Amazon EKS Auto Mode node IAM role".
   */
  private createNodeRole(naming: Naming): Role {
    // No condition: a server that takes its own role does so without a source account or ARN.
    const trust = policy({
      Sid: 'ServersOfThisAccount',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    });
    return this.createRole(naming, 'node-role', resourceName(naming, 'role', 'nodes'), trust, [
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEKSWorkerNodeMinimalPolicy',
    ]);
  }

  private createRole(
    naming: Naming,
    id: string,
    name: string,
    trust: string,
    managed: readonly string[],
  ): Role {
    const role = new IamRole(this, id, {
      name,
      assumeRolePolicy: trust,
      // The list below only takes away what is not in it; it leaves its own in place when it is destroyed.
      forceDetachPolicies: true,
    });
    const policies = new IamRolePolicyAttachmentsExclusive(this, `${id}-policies`, {
      roleName: role.name,
      policyArns: managed.map((policyName) => managedPolicyArn(naming.region, policyName)),
    });
    return { arn: role.arn, policies };
  }

  /** A group of the private endpoint alone: opening the nodes' own would open every pod as well. */
  private createEndpointGroup(
    naming: Naming,
    { vpcId, cidr }: Network,
    privateAccess: readonly string[],
  ): SecurityGroup {
    const group = new SecurityGroup(this, 'endpoint-group', {
      naming,
      vpcId,
      name: 'kubernetes-api',
      description: 'Private endpoint of the Kubernetes API',
    });
    group.allowFrom('vpc', {
      peer: { cidr },
      port: 443,
      description: 'A deploy runs inside the VPC; access entries decide who may do what',
    });
    // EC2 refuses the rule for the VPC a second time.
    for (const outside of privateAccess.filter((other) => other !== cidr)) {
      group.allowFrom(`private-${outside.replace(/[./]/g, '-')}`, {
        peer: { cidr: outside },
        port: 443,
        description: 'A private network outside the VPC, by cluster.privateAccess',
      });
    }
    return group;
  }

  private createCluster(
    name: string,
    { network, keys, protection, parameters: { version, publicAccess } }: ClusterProps,
    made: { role: Role; nodeRole: Role; endpoint: SecurityGroup; controlPlaneLogs: LogGroup },
  ): EksCluster {
    return new EksCluster(this, 'Default', {
      name,
      version,
      roleArn: made.role.arn,
      // At the end of standard support EKS upgrades, rather than start to charge for extended support.
      upgradePolicy: { supportType: 'STANDARD' },
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: {
        subnetIds: [...network.privateSubnetIds],
        securityGroupIds: [made.endpoint.id],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicAccess.length > 0,
        publicAccessCidrs: publicAccess.length > 0 ? [...publicAccess] : undefined,
      },
      // Auto Mode: all three are on, or none.
      computeConfig: {
        enabled: true,
        nodePools: ['general-purpose', 'system'],
        nodeRoleArn: made.nodeRole.arn,
      },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
      bootstrapSelfManagedAddons: false,
      zonalShiftConfig: { enabled: true },
      encryptionConfig: { provider: { keyArn: keys.data.arn }, resources: ['secrets'] },
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      lifecycle: protection.lifecycle,
      // The role's policies let EKS make the cluster, and clean up behind it; and EKS would make the log group
      // itself, without key and end. Neither is among the arguments.
      dependsOn: [made.role.policies, made.controlPlaneLogs.resource],
    });
  }
}
