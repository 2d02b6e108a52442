import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { Construct } from 'constructs';
import type { ContractFields } from '../../contract/contract';
import { type Naming, resourceName } from '../../core/naming';
import { answerNobody, TLS } from '../../entrance/listener';
import { SecurityGroup } from '../../network/security-group';
import { BALANCER_PREFIX } from '../../storage/access-logs';

export interface InternalEntranceProps {
  readonly naming: Naming;
  /** What the platform tells. */
  readonly contract: Pick<ContractFields, 'network' | 'entrance' | 'logs'>;
  /** Private networks outside of the VPC that may come in. */
  readonly privateCidrs: readonly string[];
  /** Seconds, as of the public load balancer. */
  readonly idleSeconds: number;
}

/**
 * A load balancer that only the VPC reaches. It stands in the public subnets, whose addresses processes let in as those
 * of a load balancer: in the private ones it would have those of pods. None of its own is public there.
 */
export class InternalEntrance extends Construct {
  readonly listenerArn: string;
  readonly loadBalancerSuffix: string;
  readonly securityGroupId: string;
  readonly dnsName: string;
  readonly dnsZoneId: string;

  constructor(scope: Construct, id: string, props: InternalEntranceProps) {
    super(scope, id);
    const group = this.createSecurityGroup(props);
    const balancer = this.createBalancer(props, group);
    this.listenerArn = this.answerHttps(props, balancer).arn;
    this.loadBalancerSuffix = balancer.arnSuffix;
    this.securityGroupId = group.id;
    this.dnsName = balancer.dnsName;
    this.dnsZoneId = balancer.zoneId;
  }

  private createSecurityGroup({ naming, contract, privateCidrs }: InternalEntranceProps): SecurityGroup {
    const { vpcId, cidr } = contract.network;
    const group = new SecurityGroup(this, 'security-group', {
      naming,
      vpcId,
      name: 'internal',
      description: 'The load balancer that only the VPC reaches',
    });
    group.allowFrom('vpc', { peer: { cidr }, port: 443, description: 'HTTPS from the VPC' });
    for (const network of privateCidrs) {
      const description = `HTTPS from ${network}`;
      group.allowFrom(network.replace(/[./]/g, '-'), { peer: { cidr: network }, port: 443, description });
    }
    return group;
  }

  private createBalancer({ naming, contract, idleSeconds }: InternalEntranceProps, group: SecurityGroup): Lb {
    return new Lb(this, 'Default', {
      name: resourceName(naming, 'loadBalancer', 'internal'),
      loadBalancerType: 'application',
      internal: true,
      subnets: contract.network.publicSubnetIds,
      securityGroups: [group.id],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      idleTimeout: idleSeconds,
      // It goes with the last internal route, and holds nothing.
      enableDeletionProtection: false,
      accessLogs: { enabled: true, bucket: contract.logs.accessBucket, prefix: BALANCER_PREFIX },
    });
  }

  private answerHttps({ contract }: InternalEntranceProps, balancer: Lb): LbListener {
    return new LbListener(this, 'https', {
      ...TLS,
      loadBalancerArn: balancer.arn,
      certificateArn: contract.entrance.certificateArn,
      defaultAction: [answerNobody()],
    });
  }
}
