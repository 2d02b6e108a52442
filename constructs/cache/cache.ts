import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroup } from '@cdktf/provider-aws/lib/elasticache-user-group';
import { Construct } from 'constructs';
import type { CacheEngine } from '../../declarations/backing';
import type { Eviction } from '../../declarations/kinds/eviction';
import type { CacheParameters } from '../../parameters/kinds/cache';
import { engineOf } from '../../parameters/kinds/cache-node';
import { FIRST_SERVER } from '../../parameters/kinds/server';
import type { Watch } from '../alarms/watch';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import type { Protection } from '../core/protection';
import { lastSnapshotName } from '../database/last-snapshot';
import { ending, ONLY_THE_FIRST, serverScope } from '../database/server';
import type { Keys } from '../encryption/keys';
import type { LogGroup } from '../logs/log-group';
import type { LogGroups } from '../logs/log-groups';
import type { Network } from '../network/network';
import { SecurityGroup } from '../network/security-group';
import { watchCache } from './cache-alarms';

export interface CacheProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** Its name in services/backing.ts. */
  readonly name: string;
  readonly engine: Exclude<CacheEngine, 'memcached'>;
  /** Where it listens. */
  readonly port: number;
  /** What it does when its memory is full. */
  readonly eviction: Eviction;
  readonly parameters: CacheParameters;
  readonly network: Pick<Network, 'vpcId' | 'dataSubnetIds'>;
  readonly keys: Keys;
  readonly logs: LogGroups;
  readonly alerts: Watch;
}

const LOGS = ['slow-log', 'engine-log'] as const;
type Log = (typeof LOGS)[number];

/**
 * Redis or Valkey: one primary and its replicas, which accept only TLS. A client can reach it only after a rule opens
 * its security group, and can sign in only as a user in its user group. Users sign in by IAM, so there is no password
 * to store.
 *
 * Once it was restored it is on another server, named by a letter: its alarms, its users and who may reach it go with it
 * (docs/runbooks/restore.md).
 */
export class Cache extends Construct {
  /** Always the primary, after a failover too. */
  readonly host: string;
  readonly port: number;
  /** Where a service puts its user, by an association of its own. */
  readonly userGroupId: string;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { name: letter, restored, old } = props.parameters.server ?? ONLY_THE_FIRST;
    const subnetGroup = this.createSubnetGroup(props);
    this.securityGroup = this.createSecurityGroup(props);
    const parameterGroup = this.createParameterGroup(props);
    const userGroup = this.createUserGroup(props);
    const shared = { subnetGroup, userGroup, logGroups: this.ownLogs(props) };
    const group = this.createServer(letter, props, {
      ...shared,
      securityGroup: this.securityGroup,
      parameterGroup,
      beginning:
        letter === FIRST_SERVER
          ? {}
          : { snapshotName: restored?.snapshot, lifecycle: { ignoreChanges: AS_RESTORED } },
    });
    if (old.length > 0) this.keepOld(old, props, { ...shared, successor: group });
    watchCache(this, { group, ...props });

    this.host = group.primaryEndpointAddress;
    this.port = props.port;
    this.userGroupId = userGroup.userGroupId;
  }

  private createSubnetGroup({ naming, name, network }: CacheProps): ElasticacheSubnetGroup {
    return new ElasticacheSubnetGroup(this, 'subnet-group', {
      name: resourceName(naming, 'subnetGroup', name),
      description: `Where the cache ${name} may be`,
      subnetIds: [...network.dataSubnetIds],
    });
  }

  private createSecurityGroup({ naming, name, network }: CacheProps): SecurityGroup {
    return new SecurityGroup(this, 'security-group', {
      naming,
      vpcId: network.vpcId,
      name: `cache-${name}`,
      description: `Cache ${name}`,
    });
  }

  /** Named after its family: a new major version gets a new group, made before the old one is let go. */
  private createParameterGroup(
    { naming, name, engine, eviction, parameters: { version } }: CacheProps,
    ...owner: readonly string[]
  ): ElasticacheParameterGroup {
    const family = `${engine}${version.split('.')[0]}`;
    return new ElasticacheParameterGroup(this, ['parameter-group', ...owner].join('-'), {
      name: resourceName(naming, 'parameterGroup', name, ...owner, family),
      description: `Settings of the cache ${name}`,
      family,
      parameter: [{ name: 'maxmemory-policy', value: eviction }],
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /**
   * The engine of the user group is `redis` for Valkey too, which accepts both: a cache that moves from one engine to
   * the other keeps its group. Such a group must have a user named `default`, for clients that name no user. This one
   * is off, so it needs no password, and it has no rights.
   */
  private createUserGroup({ naming, name }: CacheProps): ElasticacheUserGroup {
    const nobody = new ElasticacheUser(this, 'default-user', {
      userId: resourceName(naming, 'cacheUser', name, 'default'),
      userName: 'default',
      engine: 'redis',
      accessString: 'off ~* -@all',
      // In words of `authentication_mode` AWS reads it back by another name, which each plan would change again.
      noPasswordRequired: true,
    });
    return new ElasticacheUserGroup(this, 'user-group', {
      userGroupId: resourceName(naming, 'cacheUserGroup', name),
      engine: 'redis',
      userIds: [nobody.userId],
      // Services come and go with users of their own.
      lifecycle: { ignoreChanges: ['user_ids'] },
    });
  }

  /** Below `/aws/vendedlogs`, which the account's policy for log deliveries covers as a whole. */
  private ownLogs({ naming, name, logs }: CacheProps): Record<Log, LogGroup> {
    const add = (log: Log) =>
      logs.addGroup(this, log, `/aws/vendedlogs${resourcePath(naming, 'cache', name, log)}`);
    return { 'slow-log': add('slow-log'), 'engine-log': add('engine-log') };
  }

  /** Servers that were in use before, each as it is, and closed once their successor is there. */
  private keepOld(
    old: readonly OldServer[],
    props: CacheProps,
    { successor, ...shared }: Shared & { readonly successor: ElasticacheReplicationGroup },
  ): void {
    const { naming, name, network } = props;
    const securityGroup = new SecurityGroup(this, 'old-security-group', {
      naming,
      vpcId: network.vpcId,
      name: `old-cache-${name}`,
      description: `Earlier servers of the cache ${name}: closed`,
    });
    for (const { name: letter, version } of old) {
      const own = { ...props, engine: engineOf(version), parameters: { ...props.parameters, version } };
      this.createServer(letter, own, {
        ...shared,
        securityGroup,
        parameterGroup: this.createParameterGroup(own, `old-${letter}`),
        beginning: { lifecycle: { ignoreChanges: [...AS_RESTORED, ...AS_IT_IS] } },
        after: [successor],
      });
    }
  }

  private createServer(
    letter: string,
    { naming, protection, name, engine, port, parameters, keys }: CacheProps,
    { subnetGroup, parameterGroup, userGroup, logGroups, securityGroup, beginning, after }: ServerParts,
  ): ElasticacheReplicationGroup {
    const several = parameters.nodes > 1;
    const scope = serverScope(this, letter);
    const lastSnapshot = lastSnapshotName(scope, { naming, name, replacedWith: { key: keys.data.arn } });
    const { lifecycle, ...source } = beginning;
    return new ElasticacheReplicationGroup(scope, 'Default', {
      replicationGroupId: resourceName(naming, 'replicationGroup', name, ...ending(letter)),
      description: `Cache ${name}`,
      engine,
      engineVersion: parameters.version,
      nodeType: parameters.nodeType,
      numCacheClusters: parameters.nodes,
      automaticFailoverEnabled: several,
      multiAzEnabled: several,

      port,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [securityGroup.id],
      userGroupIds: [userGroup.userGroupId],
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      atRestEncryptionEnabled: 'true',
      kmsKeyId: keys.data.arn,

      ...WINDOWS,
      snapshotRetentionLimit: parameters.snapshotRetentionDays,
      finalSnapshotIdentifier: protection.enabled ? lastSnapshot : undefined,

      parameterGroupName: parameterGroup.name,
      // The version changes by a pull request alone, and what the file says holds once the deploy ends.
      autoMinorVersionUpgrade: 'false',
      applyImmediately: true,

      logDeliveryConfiguration: LOGS.map((logType) => ({
        logType,
        logFormat: 'json',
        destinationType: 'cloudwatch-logs',
        destination: logGroups[logType].resource.name,
      })),
      ...source,
      lifecycle: { ...protection.lifecycle, ...lifecycle },
      dependsOn: after && [...after],
    });
  }
}

type OldServer = NonNullable<CacheParameters['server']>['old'][number];

/** What all servers of a cache have. */
interface Shared {
  readonly subnetGroup: ElasticacheSubnetGroup;
  readonly userGroup: ElasticacheUserGroup;
  readonly logGroups: Readonly<Record<Log, LogGroup>>;
}

interface ServerParts extends Shared {
  readonly securityGroup: SecurityGroup;
  readonly parameterGroup: ElasticacheParameterGroup;
  /** What it begins with, and what Terraform leaves as it is from then on. */
  readonly beginning: {
    readonly snapshotName?: string;
    readonly lifecycle?: { readonly ignoreChanges: string[] };
  };
  /** What is there before it is changed. */
  readonly after?: readonly ElasticacheReplicationGroup[];
}

/** What a server began with is of interest while it is made: a change of the file would replace it by another one. */
const AS_RESTORED = ['snapshot_name'];
/** The file says how big the server in use is. */
const AS_IT_IS = [
  'engine',
  'engine_version',
  'node_type',
  'num_cache_clusters',
  'automatic_failover_enabled',
  'multi_az_enabled',
  'snapshot_retention_limit',
];

/** UTC. */
const WINDOWS = { snapshotWindow: '02:00-03:00', maintenanceWindow: 'sun:03:30-sun:04:30' } as const;
