import type { Construct } from 'constructs';
import { CHANGE_KEYS, READ_KEYS } from '../constructs/account/deploy-rights';
import { UNWATCHED } from '../constructs/alarms/watch';
import { Contract, type ContractFields } from '../constructs/contract/contract';
import { ContractReader } from '../constructs/contract/contract-reader';
import { namingOf } from '../constructs/core/naming';
import type { Statement } from '../constructs/core/policy';
import { protection } from '../constructs/core/protection';
import {
  accountNames,
  previewBoundaryArn,
  previewProviderRole,
  roleArn,
} from '../constructs/core/role-names';
import { defaultTags } from '../constructs/core/tags';
import { Keys } from '../constructs/encryption/keys';
import { PlainLogGroups } from '../constructs/logs/log-groups';
import { previewLogs } from '../constructs/preview/preview-logs';
import { PreviewRecord } from '../constructs/preview/preview-record';
import { isServer, thingsOf } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import { hostsOf } from '../declarations/host';
import { presentIn } from '../parameters/absent';
import type { Preview } from '../parameters/preview';
import type { Project } from '../parameters/project';
import { zonesOf } from '../parameters/zones';
import { createBackingServices } from './backing-services';
import type { Within } from './services';
import { BaseStack } from './stack';
import { keepState } from './state';

export interface PreviewPlatformProps {
  readonly project: Project;
  readonly preview: Preview;
  /** What exists in every environment. */
  readonly declared: Declared;
}

/**
 * The platform of a preview: keys, buckets, a log group, and those servers that it has for itself. It uses the rest of
 * its host environment, which it finds in the host's contract. It publishes a contract like any other, so that services
 * need not know that they run in a preview.
 */
export class PreviewPlatform extends BaseStack {
  constructor(scope: Construct, id: string, { project, preview, declared }: PreviewPlatformProps) {
    const { environment, host } = preview;
    const naming = namingOf(project, environment);
    const { region, account } = naming;
    super(scope, id, {
      project,
      account,
      roleArn: previewProviderRole(project, account),
      boundary: previewBoundaryArn(project, account),
      tags: { ...defaultTags(naming, preview.owner), ...previewTags(preview) },
    });
    keepState(this, project);
    const hostNaming = namingOf(project, host);
    const contract = new ContractReader(this, 'host', {
      naming: hostNaming,
      zones: zonesOf(project.region, host.parameters.network).length,
    });
    const common = { naming, protection: protection(environment.parameters.protected) };

    new PreviewRecord(this, 'record', {
      host: hostNaming,
      facts: factsOf(project, preview, declared),
      most: preview.parameters.most,
    });
    const keys = new Keys(this, 'keys', { ...common, statements: [maker(project, account)] });
    const logs = new PlainLogGroups({
      naming,
      keyArn: keys.logs.arn,
      retentionDays: preview.parameters.logRetentionDays,
    });
    const containers = logs.addGroup(this, 'containers', previewLogs(project.name, preview.id));
    const backing = createBackingServices(this, {
      ...common,
      backing: declared.backing,
      network: contract.network,
      keys,
      logs,
      alerts: UNWATCHED,
      accessLogs: contract.logs.accessBucket,
      // Servers of its own in sizes of its own, all else in those of its host.
      parameters: { ...environment.parameters, ...preview.parameters },
      host: { contract, guest: { id: preview.id, host: host.name, shared: sharedBy(preview, declared) } },
      shortLived: true,
    });
    new Contract(this, 'contract', {
      naming,
      backing,
      fields: {
        region,
        account,
        network: withoutPublicSubnets(contract.network),
        cluster: contract.cluster,
        keys: {
          data: keys.data.arn,
          logs: keys.logs.arn,
          secrets: keys.secrets.arn,
        },
        entrance: withoutCertificate(contract.entrance),
        logs: { applicationGroup: containers.resource.name, accessBucket: contract.logs.accessBucket },
        alerts: contract.alerts,
      },
    });
  }
}

/** Only an internal load balancer takes these two, and its host may not have published them yet. */
function withoutPublicSubnets({ publicSubnetIds: _, ...others }: ContractFields['network']) {
  return others;
}

function withoutCertificate({ certificateArn: _, ...others }: ContractFields['entrance']) {
  return others;
}

/**
 * Lets the role that makes a key change it at once. By the key's tags it could do so only after up to five minutes.
 * Source: AWS KMS Developer Guide, "ABAC for AWS KMS".
 */
function maker(project: Project, account: string): Statement {
  return {
    Sid: 'WhoMadeIt',
    Principal: { AWS: roleArn(project, account, accountNames(project).preview) },
    Action: [...READ_KEYS, ...CHANGE_KEYS],
    Resource: '*',
  };
}

/** What the services of a preview have to know of it. */
export function withinOf(project: Project, preview: Preview, declared: Declared): Within {
  const shared = sharedBy(preview, declared);
  const { urls } = factsOf(project, preview, declared);
  const { id, attempt } = preview;
  return { id, attempt, shared, host: preview.host.name, tags: previewTags(preview), urls };
}

/** What of, and until when it lives; `preview` is also what costs are told apart by. */
function previewTags({ id, request, expires }: Preview): Record<string, string> {
  return { preview: id, 'preview-of': request, expires };
}

/** Names of the servers of the host that it uses, since it has none of its own. */
function sharedBy({ parameters }: Preview, { backing }: Declared): ReadonlySet<string> {
  const servers = thingsOf(backing).filter(isServer);
  const shared = servers.filter(({ section, name }) => !Object.hasOwn(parameters[section], name));
  return new Set(shared.map(({ name }) => name));
}

function factsOf(
  project: Project,
  { id, request, owner, expires, attempt, host, environment }: Preview,
  declared: Declared,
) {
  const { services } = presentIn(environment.parameters, declared);
  const hostNames = hostsOf(services, false);
  const urls = hostNames.map((name) => `https://${name}-${id}.${host.name}.${project.domain}`);
  return { id, request, owner, expires, attempt, urls };
}
