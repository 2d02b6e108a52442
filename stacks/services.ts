import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { ContractReader } from '../constructs/contract/contract-reader';
import { PREVIEWERS, READERS, VIEWERS } from '../constructs/core/cluster-names';
import { keyAlias, type Naming, namingOf, resourceName } from '../constructs/core/naming';
import {
  boundaryArn,
  previewBoundaryArn,
  previewProviderRole,
  providerRole,
} from '../constructs/core/role-names';
import { secretName, secretOwner } from '../constructs/core/secret-names';
import { defaultTags } from '../constructs/core/tags';
import { LogMetrics } from '../constructs/services/alarms/log-metrics';
import { SharedBindings } from '../constructs/services/bindings/shared-bindings';
import { DeployedService } from '../constructs/services/deployed-service';
import { declaredFlags, Flags } from '../constructs/services/flags/flags';
import type { Caller } from '../constructs/services/pods/network-policies';
import { Handover } from '../constructs/services/pods/processes/handover';
import { processName } from '../constructs/services/pods/processes/process-deployment';
import { Domains } from '../constructs/services/routes/domains';
import { InternalEntrance } from '../constructs/services/routes/internal-entrance';
import { Routing } from '../constructs/services/routes/routing';
import { Group } from '../constructs/services/runtime/group';
import { NetworkPolicyEnforcement } from '../constructs/services/runtime/network-policy-enforcement';
import {
  PREVIEWER_RULES,
  READER_RULES,
  ReaderRights,
  VIEWER_RULES,
} from '../constructs/services/runtime/reader-rights';
import { type Guest, namespaceOf, type Runtime } from '../constructs/services/runtime/runtime';
import { QueueScaler } from '../constructs/services/scaling/queue-scaler';
import { Registry } from '../constructs/tooling/registry';
import { bindingsOf, type Declared } from '../declarations/binding';
import { hostsOf } from '../declarations/host';
import { byKeptName, keptName } from '../declarations/kept-name';
import { secretsOf } from '../declarations/secret';
import type { Services } from '../declarations/service';
import { startOrder } from '../declarations/start-order';
import { namesUsedBy } from '../declarations/uses';
import { presentIn } from '../parameters/absent';
import { scalesByQueue } from '../parameters/deployments';
import { entryOf } from '../parameters/entry-of';
import type { Environment } from '../parameters/environment';
import type { Project } from '../parameters/project';
import { groupsOf } from '../parameters/service-parameters';
import { zonesOf } from '../parameters/zones';
import { receiveGuests } from './receive-guests';
import { BaseStack } from './stack';
import { keepState } from './state';
import { toolingProvider } from './tooling-provider';
import { useCluster } from './use-cluster';

export interface ServicesProps {
  readonly project: Project;
  readonly environment: Environment;
  /** What exists in every environment. */
  readonly declared: Declared;
  /** For a preview: the environment in whose cluster it runs, and how it differs there. */
  readonly within?: Within;
}

export interface Within extends Guest {
  readonly tags: Readonly<Record<string, string>>;
  readonly urls: readonly string[];
}

/** Longer than the name of a service, which is an id beside it. */
const LOG_LINES = 'log-lines-of-all-services';

/** What all services of an environment share. */
interface Shared {
  readonly runtime: Runtime;
  readonly registry: Registry;
  readonly routing: Routing;
  readonly shared: SharedBindings;
  readonly logs?: LogMetrics;
}

/** A group, and the feature flags of its services if they have some. */
interface Members {
  readonly group: Group;
  readonly flags?: Flags;
}

/** What runs in an environment's cluster, with its side in AWS. It knows of the platform what the contract says. */
export class ServicesStack extends BaseStack {
  constructor(scope: Construct, id: string, { project, environment, declared, within }: ServicesProps) {
    const { name, parameters } = environment;
    const { account, owner } = parameters;
    const here = presentIn(parameters, declared);
    const services = byKeptName(here.services);
    const naming = namingOf(project, environment);
    const { region } = project;
    const roleArn = (within ? previewProviderRole : providerRole)(project, account);
    const boundary = (within ? previewBoundaryArn : boundaryArn)(project, account);
    const tags = { ...defaultTags(naming, owner), ...within?.tags };
    super(scope, id, { project, account, roleArn, boundary, tags });
    keepState(this, project);
    const cluster = resourceName({ ...naming, environment: within?.host ?? name }, 'cluster');
    useCluster(this, { cluster, region, roleArn });

    const runtime: Runtime = {
      naming,
      cluster,
      contract: new ContractReader(this, 'contract', {
        naming,
        zones: zonesOf(region, parameters.network).length,
      }),
      guest: within,
      hostsPreviews: parameters.hostsPreviews,
    };
    new Handover(this, { kubernetes: parameters.cluster.version, isGuest: within !== undefined });
    if (!within) {
      new NetworkPolicyEnforcement(this, 'network-policy');
      new ReaderRights(this, 'readers', { group: READERS, rules: READER_RULES });
      new ReaderRights(this, 'viewers', { group: VIEWERS, rules: VIEWER_RULES });
    }
    if (runtime.hostsPreviews)
      new ReaderRights(this, 'previewers', { group: PREVIEWERS, rules: PREVIEWER_RULES });
    const shared = {
      runtime,
      registry: new Registry(project),
      routing: new Routing(this, 'routing', {
        runtime,
        services,
        domains: parameters.entrance.domains,
        internal: within ? undefined : this.createInternal(runtime, environment, here),
      }),
      shared: new SharedBindings(this, 'shared', { runtime }),
      logs: within ? undefined : new LogMetrics(this, LOG_LINES, { runtime, services }),
    };
    this.tellSecrets(naming, here, within?.host);
    const groups = this.createGroups(runtime, environment, here);
    const made = this.createServices(shared, environment, here, groups);
    this.scaleByQueues(runtime, environment, here, groups);
    if (within) this.tellUrls(within, made);
    else this.nameDomains(project, environment, shared);
    if (runtime.hostsPreviews) receiveGuests(this, shared, here);
    for (const { group, flags } of Object.values(groups)) {
      const alarms = made
        .filter((service) => services[service.node.id]!.group === group.name)
        .flatMap((service) => service.alarms?.forFlags ?? []);
      if (alarms.length > 0) flags?.watch(alarms);
    }
  }

  /** Read by the project's own commands, which say what is missing before Terraform fails (terraform/missing-secrets.ts). */
  private tellSecrets(naming: Naming, { services }: Declared, host = naming.environment): void {
    const all = Object.entries(services).flatMap(([service, declaration]) =>
      secretsOf(declaration).map((secret) => {
        const owner = secretOwner(naming, host, secret);
        return [
          secretName(owner, keptName(service, services), secret.name),
          `${owner.environment} ${service} ${secret.name}`,
        ];
      }),
    );
    if (all.length === 0) return;
    const key = keyAlias({ ...naming, environment: host }, 'secrets');
    this.addOverride('locals.secrets', { key, wanted: Object.fromEntries(all) });
  }

  /**
   * At the end of a deploy. Its being in the state says that all services have run (cli/preview/states.ts): Terraform
   * stores what it knows already even when what the output depends on fails, so it must not know this one.
   */
  private tellUrls({ urls }: Within, services: readonly DeployedService[]): void {
    const ids = services.flatMap(({ started }) => started).map(({ fqn }) => `${fqn}.id`);
    const value = `\${join("", [${ids.join(', ')}]) == "" ? [] : ${JSON.stringify(urls)}}`;
    new TerraformOutput(this, 'urls', { value });
  }

  /** It costs by the hour, so it is there only where a route asks for it. */
  private createInternal(
    { naming, contract }: Runtime,
    { parameters }: Environment,
    { services }: Declared,
  ): InternalEntrance | undefined {
    if (hostsOf(services, true).length === 0) return undefined;
    const { privateCidrs, idleSeconds } = parameters.entrance;
    return new InternalEntrance(this, 'internal-entrance', { naming, contract, privateCidrs, idleSeconds });
  }

  private nameDomains(project: Project, { parameters }: Environment, { runtime, routing }: Shared): void {
    const { domains } = parameters.entrance;
    // There even where no domain needs it: Terraform takes none of its records away without.
    const provider = toolingProvider(this, project);
    new Domains(this, 'domains', routing, { runtime, domains, toolingProvider: provider });
  }

  private createGroups(
    runtime: Runtime,
    { parameters }: Environment,
    { services }: Declared,
  ): Readonly<Record<string, Members>> {
    const make = (name: string): Members => {
      const group = new Group(this, `group-${name}`, {
        runtime,
        name,
        parameters: entryOf(parameters.groups, name),
      });
      const members = Object.fromEntries(
        Object.entries(services).filter(([, service]) => service.group === name),
      );
      const flags = declaredFlags(members, parameters.services).map((flag) => ({
        ...flag,
        service: keptName(flag.service, services),
      }));
      if (flags.length === 0) return { group };
      const namespaceName = namespaceOf(runtime, name);
      const { namespace } = group;
      return {
        group,
        flags: new Flags(group, 'flags', { runtime, group: name, namespace, namespaceName, flags }),
      };
    };
    return Object.fromEntries(Object.keys(groupsOf(services)).map((name) => [name, make(name)]));
  }

  private scaleByQueues(
    runtime: Runtime,
    { parameters }: Environment,
    { services }: Declared,
    groups: Readonly<Record<string, Members>>,
  ): void {
    for (const [name, { group }] of Object.entries(groups)) {
      const scaled = Object.entries(services)
        .filter(([, service]) => service.group === name)
        .flatMap(([service, declaration]) =>
          scalesByQueue(declaration, entryOf(parameters.services, service)).map(({ process, ...how }) => ({
            ...how,
            deployment: processName(keptName(service, services), process),
          })),
        );
      if (scaled.length > 0) new QueueScaler(group, 'queue-scaler', { runtime, group, scaled });
    }
  }

  private createServices(
    shared: Shared,
    { parameters }: Environment,
    declared: Declared,
    groups: Readonly<Record<string, Members>>,
  ): DeployedService[] {
    const { services } = declared;
    const callers = callersOf(shared.runtime, byKeptName(services));
    const made = new Map<string, DeployedService>();
    for (const declaredName of startOrder(services)) {
      const declaration = services[declaredName]!;
      const name = keptName(declaredName, services);
      const { group, flags } = groups[declaration.group]!;
      const service = new DeployedService(this, name, {
        ...shared,
        name,
        declaration,
        parameters: entryOf(parameters.services, declaredName),
        group,
        bindings: bindingsOf(namesUsedBy(declaration), declared),
        flags: declaration.flags && flags?.grantTo(name),
        callers: callers.get(name) ?? [],
        startOf: (bound) => made.get(bound)!.startedFor(name),
      });
      made.set(name, service);
    }
    return [...made.values()];
  }
}

/** Who calls whom, by the one that is called. */
function callersOf(runtime: Runtime, services: Services): ReadonlyMap<string, Caller[]> {
  const callers = new Map<string, Caller[]>();
  for (const [service, { group, bind = [] }] of Object.entries(services)) {
    const caller = { service, namespace: namespaceOf(runtime, group) };
    for (const name of bind) callers.set(name, [...(callers.get(name) ?? []), caller]);
  }
  return callers;
}
