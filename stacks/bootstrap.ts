import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalBackend, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { AuditTrail } from '../constructs/account/audit-trail';
import { AuditTrailAlarms } from '../constructs/account/audit-trail-alarms';
import { arn } from '../constructs/core/arn';
import { constructId } from '../constructs/core/construct-id';
import { type Naming, namingOfPlatform } from '../constructs/core/naming';
import { protection } from '../constructs/core/protection';
import { defaultTags } from '../constructs/core/tags';
import { Key } from '../constructs/encryption/key';
import { findZone } from '../constructs/entrance/find-zone';
import { Bucket } from '../constructs/storage/bucket';
import { DomainZone } from '../constructs/tooling/domain-zone';
import { ForgeIdentity } from '../constructs/tooling/forge-identity';
import { ImageCopies } from '../constructs/tooling/image-copies';
import { Registry } from '../constructs/tooling/registry';
import { Repositories } from '../constructs/tooling/repositories';
import { keepVersions } from '../constructs/tooling/state-access';
import { ToolingRoles } from '../constructs/tooling/tooling-roles';
import { byKeptName, keptName } from '../declarations/kept-name';
import type { Services } from '../declarations/service';
import type { Environment } from '../parameters/environment';
import type { Project } from '../parameters/project';
import { LOCAL_STATE } from './names';
import { BaseStack } from './stack';
import { keepState, stateNames } from './state';

export interface BootstrapProps {
  readonly project: Project;
  readonly environments: readonly Environment[];
  /** What is declared: an image repository each. */
  readonly services: Services;
}

/** Longer than from one yearly exercise to the next: docs/decisions.md, "The versions of a state". */
const NONCURRENT_DAYS = 365;
const safe = protection(true);

/**
 * What every environment needs first, in the tooling account: the state's bucket and key, the DNS zone above the
 * environments' zones, the roles that workflows assume, and the image repositories. It is deployed with the caller's
 * own credentials.
 */
export class Bootstrap extends BaseStack {
  constructor(scope: Construct, id: string, { project, environments, services }: BootstrapProps) {
    const naming = namingOfPlatform(project, project.toolingAccount);
    super(scope, id, {
      project,
      account: project.toolingAccount,
      tags: defaultTags({ ...naming, environment: 'all' }, 'bootstrap'),
    });
    this.keepOwnState(project);

    const key = new Key(this, 'state', { naming, protection: safe, description: 'Terraform state' });
    const bucket = new Bucket(this, 'state-bucket', {
      name: stateNames(project).bucket,
      region: project.region,
      protection: safe,
      keyArn: key.arn,
      noncurrentDays: NONCURRENT_DAYS,
      statements: [keepVersions(stateNames(project).bucketArn)],
    });
    const trail = new AuditTrail(this, 'trail', { naming, protection: safe, objectsOf: bucket.arn });
    new AuditTrailAlarms(this, 'alarms', {
      naming,
      protection: safe,
      trail,
      emails: project.alerts.emails,
    });
    const zone = new DomainZone(this, 'zone', { domain: project.domain, existing: project.zoneId });
    const repositories = this.createRepositories(naming, project, environments, services);
    if (project.backups) new ImageCopies(this, 'image-copies', { project, account: project.backups.account });
    new ToolingRoles(this, 'roles', {
      project,
      environments,
      identity: new ForgeIdentity(this, 'forge', {
        forge: project.forge,
        existing: project.oidcProviderArn,
      }),
      states: { arn: bucket.arn, keyArn: key.arn, region: project.region },
      zoneArn: zone.arn,
      zonesOfDomains: this.findZones(project, environments, zone),
      repositories: repositories.arns,
      applications: Object.entries(project.applications).map(
        ([service, repository]) => [keptName(service, services), repository] as const,
      ),
    });

    new TerraformOutput(this, 'state-bucket-name', { value: bucket.name });
    if (zone.nameServers) new TerraformOutput(this, 'delegate-the-domain-to', { value: zone.nameServers });
  }

  /** The bucket can't keep the state in which it is made: `npm run bootstrap` moves it there. */
  private keepOwnState(project: Project): void {
    const path = join(process.cwd(), LOCAL_STATE);
    if (existsSync(path)) new LocalBackend(this, { path });
    else keepState(this, project);
  }

  /** Where domains of environments are entered, as far as it is in this account. */
  private findZones(
    project: Project,
    environments: readonly Environment[],
    own: DomainZone,
  ): Record<string, string> {
    const domains = environments.flatMap(({ parameters }) => Object.entries(parameters.entrance.domains));
    const found = domains.flatMap(([domain, { zone, zoneAccount }]): [string, string][] => {
      if (zone === undefined || zoneAccount !== 'tooling') return [];
      // A zone that is made by the same deploy can't be found.
      if (zone === project.domain || zone === project.zoneId) return [[domain, own.arn]];
      return [[domain, findZone(this, `zone-${constructId(domain)}`, { domain, zone }).arn]];
    });
    return Object.fromEntries(found);
  }

  private createRepositories(
    naming: Naming,
    project: Project,
    environments: readonly Environment[],
    services: Services,
  ): Repositories {
    const key = new Key(this, 'images', { naming, protection: safe, description: 'Images of services' });
    return new Repositories(this, 'repositories', {
      registry: new Registry(project),
      services: Object.keys(byKeptName(services)),
      keyArn: key.arn,
      readers: environments.map(({ parameters: { account } }) => arn({ ...naming, account }, 'iam', 'root')),
    });
  }
}
