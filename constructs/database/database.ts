import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import type { DatabaseEngine } from '../../declarations/backing';
import type { DatabaseParameters } from '../../parameters/kinds/database';
import type { Watch } from '../alarms/watch';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { managedPolicyArn } from '../core/partition';
import { serviceTrust } from '../core/policy';
import type { Protection } from '../core/protection';
import type { Keys } from '../encryption/keys';
import type { LogGroup } from '../logs/log-group';
import type { LogGroups } from '../logs/log-groups';
import type { Network } from '../network/network';
import { SecurityGroup } from '../network/security-group';
import { AS_IT_IS, type Beginning, beginningOf } from './beginning';
import { watchDatabase } from './database-alarms';
import { ENGINES, maxConnectionsOf } from './database-engine';
import { databaseName, serverIdentifier } from './database-names';
import { lastSnapshotName } from './last-snapshot';
import { ONLY_THE_FIRST, serverScope } from './server';

export interface DatabaseProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** Its name in services/backing.ts. */
  readonly name: string;
  readonly engine: DatabaseEngine;
  /** Where it listens. */
  readonly port: number;
  readonly parameters: DatabaseParameters;
  readonly network: Pick<Network, 'vpcId' | 'dataSubnetIds'>;
  readonly keys: Keys;
  readonly logs: LogGroups;
  readonly alerts: Watch;
}

/**
 * A PostgreSQL or MySQL server that speaks TLS alone and that nobody can reach until a rule on its security
 * group says so. The password of its master user is made, kept and rotated by RDS: read it from the secret at
 * the moment of use. Everyone else signs in by IAM or with a user of his own.
 *
 * Once it was restored it is on another server, named by a letter: its alarms, its parameter group and who may reach it
 * go with it (docs/runbooks/restore.md).
 */
export class Database extends Construct {
  readonly host: string;
  readonly port: number;
  /** The one database on the server at the start: the name with `_` for `-`. */
  readonly databaseName: string;
  /** What RDS calls the server in the ARN of an IAM user: `rds-db:…:dbuser:<resourceId>/<user>`. */
  readonly resourceId: string;
  /** Secrets Manager secret of the master user: JSON with `username` and `password`. */
  readonly secretArn: string;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const { name: letter, restored, old } = props.parameters.server ?? ONLY_THE_FIRST;
    const maxConnections = maxConnectionsOf(props.parameters.instanceClass);

    const subnetGroup = this.createSubnetGroup(props);
    this.securityGroup = this.createSecurityGroup(props);
    const parameterGroup = this.createParameterGroup(props, maxConnections);
    const shared = { subnetGroup, monitoringRoleArn: this.letRdsMonitor(props) };
    const { identifier, instance } = this.createServer(letter, props, {
      ...shared,
      securityGroup: this.securityGroup,
      parameterGroup,
      beginning: beginningOf(props, letter, restored),
    });
    if (old.length > 0) this.keepOld(old, props, { ...shared, maxConnections, successor: instance });
    watchDatabase(this, { identifier, instance, maxConnections, ...props });

    this.host = instance.address;
    this.port = props.port;
    this.databaseName = databaseName(props.name);
    this.resourceId = instance.resourceId;
    this.secretArn = instance.masterUserSecret.get(0).secretArn;
  }

  private createSubnetGroup({ naming, name, network }: DatabaseProps): DbSubnetGroup {
    return new DbSubnetGroup(this, 'subnet-group', {
      name: resourceName(naming, 'subnetGroup', name),
      description: `Where the database ${name} may be`,
      subnetIds: [...network.dataSubnetIds],
    });
  }

  private createSecurityGroup({ naming, name, network }: DatabaseProps): SecurityGroup {
    return new SecurityGroup(this, 'security-group', {
      naming,
      vpcId: network.vpcId,
      name: `database-${name}`,
      description: `Database ${name}`,
    });
  }

  /** Named after its family: a new major version gets a new group, made before the old one is let go. */
  private createParameterGroup(
    { naming, name, engine, parameters: { version } }: DatabaseProps,
    maxConnections: number,
    ...owner: readonly string[]
  ): DbParameterGroup {
    const { family, settings } = ENGINES[engine];
    return new DbParameterGroup(this, ['parameter-group', ...owner].join('-'), {
      name: resourceName(naming, 'parameterGroup', name, ...owner, family(version).replaceAll('.', '-')),
      description: `Settings of the database ${name}`,
      family: family(version),
      parameter: settings(maxConnections),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /**
   * Servers that were in use before, each as it is, with settings of its own: what becomes of the database no longer
   * touches them. They are closed once their successor is there, as what is written to them from then on is lost.
   */
  private keepOld(
    old: readonly OldServer[],
    props: DatabaseProps,
    {
      maxConnections,
      successor,
      ...shared
    }: Shared & { readonly maxConnections: number; readonly successor: DbInstance },
  ): void {
    const { naming, name, network } = props;
    const securityGroup = new SecurityGroup(this, 'old-security-group', {
      naming,
      vpcId: network.vpcId,
      name: `old-database-${name}`,
      description: `Earlier servers of the database ${name}: closed`,
    });
    for (const { name: letter, version } of old) {
      const own = { ...props, parameters: { ...props.parameters, version } };
      this.createServer(letter, own, {
        ...shared,
        securityGroup,
        parameterGroup: this.createParameterGroup(own, maxConnections, `old-${letter}`),
        beginning: AS_IT_IS,
        after: [successor],
      });
    }
  }

  private ownLogs(scope: Construct, identifier: string, { engine, logs }: DatabaseProps): LogGroup[] {
    return ENGINES[engine].logs.map((log) =>
      logs.addGroup(scope, `${log}-logs`, `/aws/rds/instance/${identifier}/${log}`),
    );
  }

  /** The role's ARN, read from the attachment: RDS refuses a role that may not write yet. */
  private letRdsMonitor({ naming, name }: DatabaseProps): string {
    const role = new IamRole(this, 'monitoring-role', {
      name: resourceName(naming, 'role', 'database', name, 'monitoring'),
      assumeRolePolicy: serviceTrust('monitoring.rds.amazonaws.com', naming.account),
    });
    const permission = new IamRolePolicyAttachment(this, 'monitoring', {
      role: role.name,
      policyArn: managedPolicyArn(naming.region, 'service-role/AmazonRDSEnhancedMonitoringRole'),
    });
    return arn(naming, 'iam', `role/${permission.role}`);
  }

  private createServer(
    letter: string,
    props: DatabaseProps,
    { subnetGroup, monitoringRoleArn, securityGroup, parameterGroup, beginning, after = [] }: ServerParts,
  ): { readonly identifier: string; readonly instance: DbInstance } {
    const { naming, protection, name, engine, port, parameters, keys } = props;
    const identifier = serverIdentifier(props, letter);
    const scope = serverScope(this, letter);
    const logGroups = this.ownLogs(scope, identifier, props);
    const replacedWith = { engine, key: keys.data.arn };
    const lastSnapshot = lastSnapshotName(scope, { naming, name, replacedWith });
    const { lifecycle, ...source } = beginning;
    // The databases are those of its source, and so is the disk, which may have grown since the file was written: RDS
    // takes no other name, and no smaller disk.
    const isRestored = Object.keys(source).length > 0;
    const instance = new DbInstance(scope, 'Default', {
      identifier,
      engine,
      engineVersion: parameters.version,
      instanceClass: parameters.instanceClass,
      multiAz: parameters.multiAz,
      dbName: isRestored ? undefined : databaseName(name),
      username: 'administrator',
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keys.secrets.arn,
      iamDatabaseAuthenticationEnabled: true,

      port,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      publiclyAccessible: false,

      storageType: 'gp3',
      ...(isRestored ? {} : disk(parameters.storageGiB)),
      maxAllocatedStorage: parameters.maxStorageGiB,
      storageEncrypted: true,
      kmsKeyId: keys.data.arn,

      ...WINDOWS,
      backupRetentionPeriod: parameters.backupRetentionDays,
      copyTagsToSnapshot: true,
      deletionProtection: protection.enabled,
      deleteAutomatedBackups: !protection.enabled,
      skipFinalSnapshot: !protection.enabled,
      finalSnapshotIdentifier: protection.enabled ? lastSnapshot : undefined,

      ...VERSION_AS_IN_THE_FILE,
      parameterGroupName: parameterGroup.name,
      // What the parameter file says holds once the deploy ends, at the price that docs/parameters.md names.
      // Left for the maintenance window, each plan until then would show the change again.
      applyImmediately: true,

      enabledCloudwatchLogsExports: [...ENGINES[engine].logs],
      monitoringInterval: 60,
      monitoringRoleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keys.data.arn,
      performanceInsightsRetentionPeriod: 7,

      ...source,
      lifecycle: { ...protection.lifecycle, ...lifecycle },
      // RDS would make the log groups itself, without key and retention.
      dependsOn: [...logGroups.map(({ resource }) => resource), ...after],
    });
    return { identifier, instance };
  }
}

type OldServer = NonNullable<DatabaseParameters['server']>['old'][number];

/** What all servers of a database have. */
interface Shared {
  readonly subnetGroup: DbSubnetGroup;
  readonly monitoringRoleArn: string;
}

interface ServerParts extends Shared {
  readonly securityGroup: SecurityGroup;
  readonly parameterGroup: DbParameterGroup;
  readonly beginning: Beginning;
  /** What is there before it is changed. */
  readonly after?: readonly DbInstance[];
}

/** UTC. RDS refuses windows that touch. */
const WINDOWS = { backupWindow: '02:00-03:00', maintenanceWindow: 'sun:03:30-sun:04:30' } as const;

/**
 * The version changes only by pull request, from environment to environment. If RDS upgraded a minor version itself,
 * the parameter file would be wrong and the next plan a downgrade. At the end of a version's life RDS upgrades it, and
 * does not charge for extended support.
 */
const VERSION_AS_IN_THE_FILE = {
  autoMinorVersionUpgrade: false,
  allowMajorVersionUpgrade: true,
  engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
} as const;

/**
 * From 400 GiB on RDS spreads a gp3 disk over four volumes, which have at least 12,000 IOPS and 500 MiB/s together. It
 * refuses both values below 400 GiB. A database that grows over the limit would be sent the 3,000 of its state again.
 * Source: Amazon RDS User Guide, "gp3 storage".
 */
function disk(storageGiB: number): Pick<DbInstanceConfig, 'allocatedStorage' | 'iops' | 'storageThroughput'> {
  const striped = storageGiB >= 400 ? { iops: 12_000, storageThroughput: 500 } : {};
  return { allocatedStorage: storageGiB, ...striped };
}
