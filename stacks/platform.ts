import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { Alerts } from '../constructs/alerts/alerts';
import { copyVaultArn } from '../constructs/backup/backup-names';
import { copyRights } from '../constructs/backup/copy-rights';
import { Cluster } from '../constructs/cluster/cluster';
import { clusterRoles } from '../constructs/cluster/cluster-roles';
import { type BackingContract, Contract } from '../constructs/contract/contract';
import { type Naming, namingOf } from '../constructs/core/naming';
import { protection } from '../constructs/core/protection';
import { boundaryArn, providerRole } from '../constructs/core/role-names';
import { defaultTags } from '../constructs/core/tags';
import { Keys } from '../constructs/encryption/keys';
import { Entrance } from '../constructs/entrance/entrance';
import { LogPipeline } from '../constructs/logs/log-pipeline';
import { Network } from '../constructs/network/network';
import { AccessLogs } from '../constructs/storage/access-logs';
import type { Declared } from '../declarations/binding';
import type { Environment } from '../parameters/environment';
import type { Project } from '../parameters/project';
import { createBackingServices } from './backing-services';
import { accountStack } from './names';
import { BaseStack } from './stack';
import { keepState } from './state';
import { toolingProvider } from './tooling-provider';

export interface PlatformProps {
  readonly project: Project;
  readonly environment: Environment;
  /** What exists in every environment. */
  readonly declared: Declared;
}

/** What the contract tells of. */
interface Parts {
  readonly network: Network;
  readonly keys: Keys;
  readonly cluster: Cluster;
  readonly entrance: Entrance;
  readonly alerts: Alerts;
  readonly accessLogs: AccessLogs;
}

/** One environment, from its parameters. Nothing here or in the constructs knows an environment by name. */
export class Platform extends BaseStack {
  constructor(scope: Construct, id: string, { project, environment, declared }: PlatformProps) {
    const { name, parameters } = environment;
    const naming = namingOf(project, environment);
    super(scope, id, {
      project,
      account: parameters.account,
      roleArn: providerRole(project, parameters.account),
      boundary: boundaryArn(project, parameters.account),
      tags: defaultTags(naming, parameters.owner),
    });
    keepState(this, project);
    const safe = protection(parameters.protected);
    if (safe.enabled) this.refuseDestroy(environment);
    const common = { naming, protection: safe };

    const keys = new Keys(this, 'keys', {
      ...common,
      dataStatements:
        copyVaultArn(project, environment) === undefined ? [] : copyRights(project, project.backups!.account),
    });
    const accessLogs = new AccessLogs(this, 'access-logs', {
      ...common,
      expireDays: parameters.logs.archiveDays,
      hostsPreviews: parameters.hostsPreviews,
    });
    const logs = new LogPipeline(this, 'logs', {
      ...common,
      keys,
      accessLogs: accessLogs.bucketName,
      parameters: parameters.logs,
    });
    const alerts = new Alerts(this, 'alerts', { ...common, keys, logs, parameters: parameters.alerts });
    const network = new Network(this, 'network', {
      naming,
      logs,
      alerts,
      parameters: parameters.network,
      sessions: parameters.cluster.sessionHost,
    });
    const cluster = new Cluster(this, 'cluster', {
      ...common,
      network,
      keys,
      logs,
      alerts,
      roles: clusterRoles(project, parameters),
      hostsPreviews: parameters.hostsPreviews,
      parameters: parameters.cluster,
    });
    const backing = createBackingServices(this, {
      ...common,
      backing: declared.backing,
      network,
      keys,
      logs,
      alerts,
      accessLogs: accessLogs.bucketName,
      parameters,
      shortLived: false,
    });
    const entrance = new Entrance(this, 'entrance', {
      ...common,
      network,
      logs,
      alerts,
      accessLogs,
      domain: `${name}.${project.domain}`,
      parentDomain: project.domain,
      parentZoneId: project.zoneId,
      parentProvider: toolingProvider(this, project),
      parameters: parameters.entrance,
    });
    this.publish(naming, { network, keys, cluster, entrance, alerts, accessLogs }, backing);
    logs.watch(alerts);
    alerts.summarize();
    new TerraformOutput(this, 'dashboard', { value: alerts.dashboardUrl });
  }

  /** What those who build on the environment may know of it. */
  private publish(
    naming: Naming,
    { network, keys, cluster, entrance, alerts, accessLogs }: Parts,
    backing: BackingContract,
  ): void {
    new Contract(this, 'contract', {
      naming,
      backing,
      fields: {
        region: naming.region,
        account: naming.account,
        network: {
          vpcId: network.vpcId,
          cidr: network.cidr,
          publicCidrs: [...network.publicCidrs],
          dataCidrs: [...network.dataCidrs],
          privateSubnetIds: [...network.privateSubnetIds],
          publicSubnetIds: [...network.publicSubnetIds],
          dataSubnetIds: [...network.dataSubnetIds],
        },
        cluster: { name: cluster.name, securityGroupId: cluster.securityGroupId },
        keys: { data: keys.data.arn, logs: keys.logs.arn, secrets: keys.secrets.arn },
        entrance: {
          loadBalancerArn: entrance.loadBalancerArn,
          loadBalancerSuffix: entrance.loadBalancerSuffix,
          listenerArn: entrance.listenerArn,
          securityGroupId: entrance.securityGroup.id,
          domain: entrance.domain,
          zoneId: entrance.zoneId,
          certificateArn: entrance.certificateArn,
          dnsName: entrance.dnsName,
          dnsZoneId: entrance.dnsZoneId,
        },
        logs: { applicationGroup: cluster.applicationLogs.name, accessBucket: accessLogs.name },
        alerts: { topicArn: alerts.topicArn },
      },
    });
  }

  /** Read by the project's own commands, which say this before Terraform fails on a resource. */
  private refuseDestroy({ name, document }: Environment): void {
    // The account first: until then its deploy role may not empty buckets.
    const advice = `${name} is protected. To destroy it, set "protected": false in ${document.file}, deploy ${accountStack(name)}, deploy ${name}, then destroy.`;
    this.addOverride('locals.protection', advice);
  }
}
