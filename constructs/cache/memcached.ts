import { ElasticacheCluster } from '@cdktf/provider-aws/lib/elasticache-cluster';
import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { Construct } from 'constructs';
import type { MemcachedParameters } from '../../parameters/kinds/memcached';
import type { Watch } from '../alarms/watch';
import { type Naming, resourceName } from '../core/naming';
import type { Network } from '../network/network';
import { SecurityGroup } from '../network/security-group';
import { watchMemcached } from './memcached-alarms';

export interface MemcachedProps {
  readonly naming: Naming;
  /** Its name in services/backing.ts. */
  readonly name: string;
  /** Where it listens. */
  readonly port: number;
  readonly parameters: MemcachedParameters;
  readonly network: Pick<Network, 'vpcId' | 'dataSubnetIds'>;
  readonly alerts: Watch;
}

/**
 * Memcached nodes; clients distribute their keys over them. It accepts only TLS and has no users: a client that can
 * reach it can read and write everything. So its only protection is the security group, which is closed until a rule
 * opens it. ElastiCache encrypts Memcached in transit only. Nothing outlives a node, so there is nothing to protect.
 */
export class Memcached extends Construct {
  /** Where clients ask for the list of nodes (auto discovery). */
  readonly host: string;
  readonly port: number;
  /** Host and port of each node, for clients without auto discovery. */
  readonly servers: readonly string[];
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: MemcachedProps) {
    super(scope, id);
    const subnetGroup = this.createSubnetGroup(props);
    this.securityGroup = this.createSecurityGroup(props);
    const parameterGroup = this.createParameterGroup(props);
    const cluster = this.createCluster(props, subnetGroup, parameterGroup);
    watchMemcached(this, { cluster, ...props });

    this.host = cluster.clusterAddress;
    this.port = props.port;
    this.servers = Array.from(
      { length: props.parameters.nodes },
      (_, index) => `${cluster.cacheNodes.get(index).address}:${props.port}`,
    );
  }

  private createSubnetGroup({ naming, name, network }: MemcachedProps): ElasticacheSubnetGroup {
    return new ElasticacheSubnetGroup(this, 'subnet-group', {
      name: resourceName(naming, 'subnetGroup', name),
      description: `Where the cache ${name} may be`,
      subnetIds: [...network.dataSubnetIds],
    });
  }

  private createSecurityGroup({ naming, name, network }: MemcachedProps): SecurityGroup {
    return new SecurityGroup(this, 'security-group', {
      naming,
      vpcId: network.vpcId,
      name: `cache-${name}`,
      description: `Cache ${name}`,
    });
  }

  /** Named after its family, of which Memcached has one for each minor. */
  private createParameterGroup({ naming, name, parameters }: MemcachedProps): ElasticacheParameterGroup {
    const family = `memcached${parameters.version.split('.').slice(0, 2).join('.')}`;
    return new ElasticacheParameterGroup(this, 'parameter-group', {
      name: resourceName(naming, 'parameterGroup', name, family.replaceAll('.', '-')),
      description: `Settings of the cache ${name}`,
      family,
      parameter: [
        // Without users, whoever may use the cache could empty it for everyone.
        { name: 'disable_flush_all', value: '1' },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createCluster(
    { naming, name, port, parameters }: MemcachedProps,
    subnetGroup: ElasticacheSubnetGroup,
    parameterGroup: ElasticacheParameterGroup,
  ): ElasticacheCluster {
    return new ElasticacheCluster(this, 'Default', {
      clusterId: resourceName(naming, 'cacheCluster', name),
      engine: 'memcached',
      engineVersion: parameters.version,
      nodeType: parameters.nodeType,
      numCacheNodes: parameters.nodes,
      azMode: parameters.nodes > 1 ? 'cross-az' : 'single-az',
      port,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [this.securityGroup.id],
      transitEncryptionEnabled: true,
      parameterGroupName: parameterGroup.name,
      maintenanceWindow: 'sun:03:30-sun:04:30',
      // What the parameter file says holds once the deploy ends.
      applyImmediately: true,
    });
  }
}
