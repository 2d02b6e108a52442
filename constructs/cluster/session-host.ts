import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { policy } from '../core/policy';
import { sessionHostName } from '../core/session-host-name';
import type { Network } from '../network/network';
import { SecurityGroup } from '../network/security-group';

export interface SessionHostProps {
  readonly naming: Naming;
  readonly network: Network;
  /** Group of the private endpoint of the Kubernetes API. */
  readonly kubernetesApi: SecurityGroup;
}

/**
 * The newest Amazon Linux with the agent of Session Manager, looked up by AWS for each host that it makes.
 * Sources: Amazon Linux 2023 User Guide, "Launching by SSM parameter"; Amazon EC2 Auto Scaling User Guide, "Use AWS
 * Systems Manager parameters instead of AMI IDs in launch templates".
 */
const IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** In seconds. After it Auto Scaling puts a host with the newest image in the place of this one. */
const LIFETIME = 7 * 24 * 60 * 60;

/**
 * A way to the private Kubernetes API by Session Manager: IAM decides who may come in, and CloudTrail records it. The
 * host has no address on the internet, no key, no way in and none out, but to the API and to the VPC endpoints
 * that Session Manager uses.
 */
export class SessionHost extends Construct {
  private readonly naming: Naming;
  private readonly name: string;

  constructor(scope: Construct, id: string, { naming, network, kubernetesApi }: SessionHostProps) {
    super(scope, id);
    this.naming = naming;
    this.name = sessionHostName(naming);
    const group = this.createGroup(network, kubernetesApi);
    const profile = this.createProfile();
    const template = this.createTemplate(group, profile);
    this.createHost(network, template);
  }

  private createGroup(network: Network, kubernetesApi: SecurityGroup): SecurityGroup {
    const group = new SecurityGroup(this, 'group', {
      naming: this.naming,
      vpcId: network.vpcId,
      name: 'session-host',
      description: 'Host of Session Manager; nothing may reach it',
    });
    group.allowTo('kubernetes-api', {
      peer: { securityGroupId: kubernetesApi.id },
      port: 443,
      description: 'What is forwarded through a session',
    });
    group.allowTo('endpoints', {
      peer: { securityGroupId: network.endpointGroup!.id },
      port: 443,
      description: 'The agent fetches its sessions from Systems Manager',
    });
    return group;
  }

  /**
   * AmazonSSMManagedInstanceCore would also let the host read every parameter of the account.
   * Source: AWS Systems Manager User Guide, "Verify or add instance permissions for Session Manager".
   */
  private createProfile(): IamInstanceProfile {
    const name = resourceName(this.naming, 'role', 'session-host');
    const role = new IamRole(this, 'role', {
      name,
      // No condition: a server that takes its own role does so without a source account or ARN.
      assumeRolePolicy: policy({
        Sid: 'ServersOfThisAccount',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      forceDetachPolicies: true,
    });
    const rights = new IamRolePolicy(this, 'rights', {
      name: 'rights',
      role: role.name,
      policy: policy(
        {
          Sid: 'Register',
          Action: 'ssm:UpdateInstanceInformation',
          Resource: arn(this.naming, 'ec2', 'instance/*'),
        },
        {
          Sid: 'Channels',
          Action: [
            'ssmmessages:CreateControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:OpenDataChannel',
          ],
          Resource: '*',
        },
      ),
    });
    return new IamInstanceProfile(this, 'profile', { name, role: role.name, dependsOn: [rights] });
  }

  private createTemplate(group: SecurityGroup, profile: IamInstanceProfile): LaunchTemplate {
    const tags = { Name: this.name };
    return new LaunchTemplate(this, 'template', {
      name: this.name,
      imageId: IMAGE,
      instanceType: 't4g.nano',
      iamInstanceProfile: { arn: profile.arn },
      networkInterfaces: [{ associatePublicIpAddress: 'false', securityGroups: [group.id] }],
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      // By AWS's own key: Auto Scaling would need a grant on the environment's, and the disk holds Amazon Linux alone.
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { encrypted: 'true', volumeType: 'gp3', deleteOnTermination: 'true' },
        },
      ],
      tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags })),
      tags,
    });
  }

  /** One host, in any zone: AWS replaces one that is broken, or whose time is over. */
  private createHost({ privateSubnetIds }: Network, template: LaunchTemplate): void {
    new AutoscalingGroup(this, 'Default', {
      name: this.name,
      minSize: 1,
      maxSize: 1,
      maxInstanceLifetime: LIFETIME,
      vpcZoneIdentifier: [...privateSubnetIds],
      launchTemplate: { id: template.id, version: '$Latest' },
      tag: [{ key: 'Name', value: this.name, propagateAtLaunch: true }],
    });
  }
}
