import type { Construct } from 'constructs';
import { ContractReader } from '../constructs/contract-reader';
import { declaredFlags, Flags } from '../constructs/flags';
import { Group } from '../constructs/group';
import { type Naming, resourceName } from '../constructs/naming';
import type { Caller } from '../constructs/network-access';
import { NetworkPolicyEnforcement } from '../constructs/network-policy-enforcement';
import { namespaceOf, type Place } from '../constructs/place';
import { Registry } from '../constructs/registry';
import { Routing } from '../constructs/routing';
import { Service } from '../constructs/service';
import { SharedBindings } from '../constructs/shared-bindings';
import { defaultTags } from '../constructs/tags';
import type { Environment } from '../environments/environment';
import type { Project } from '../environments/project';
import { type GroupParameters, groupsOf, type ServiceParameters } from '../environments/service-parameters';
import { bindingsOf, type Declared } from '../services/binding';
import type { Services } from '../services/service';
import { startOrder } from '../services/start-order';
import { Stack } from './stack';
import { keepState } from './state';
import { useCluster } from './use-cluster';

export interface ServicesProps {
  readonly project: Project;
  readonly environment: Environment;
  /** What exists in every environment. */
  readonly declared: Declared;
}

/** What all services of an environment share. */
interface Shared {
  readonly place: Place;
  readonly registry: Registry;
  readonly routing: Routing;
  readonly shared: SharedBindings;
}

/** A group, and the feature flags of its services if they have some. */
interface Members {
  readonly group: Group;
  readonly flags?: Flags;
}

/** What runs in an environment's cluster, with its side in AWS. It knows of the platform what the contract says. */
export class ServicesStack extends Stack {
  constructor(scope: Construct, id: string, { project, environment, declared }: ServicesProps) {
    const { name, parameters } = environment;
    const { account, owner } = parameters;
    const naming: Naming = { platform: project.name, environment: name, account, region: project.region };
    const { region, deployRole } = project;
    super(scope, id, { region, account, deployRole, tags: defaultTags(naming, owner) });
    keepState(this, project);
    const cluster = resourceName(naming, 'cluster');
    useCluster(this, { cluster, region, roleArn: `arn:aws:iam::${account}:role/${deployRole}` });

    const place = { naming, cluster, contract: new ContractReader(this, 'contract', { naming }) };
    new NetworkPolicyEnforcement(this, 'network-policy');
    const shared = {
      place,
      registry: new Registry(project),
      routing: new Routing(this, 'routing', { place, services: declared.services }),
      shared: new SharedBindings(this, 'shared', { place }),
    };
    const groups = this.createGroups(place, environment, declared);
    const services = this.createServices(shared, environment, declared, groups);
    for (const { group, flags } of Object.values(groups)) {
      flags?.watch(
        services
          .filter((service) => declared.services[service.node.id]!.group === group.name)
          .flatMap(({ alarms }) => alarms.forFlags),
      );
    }
  }

  private createGroups(
    place: Place,
    { parameters }: Environment,
    { services }: Declared,
  ): Readonly<Record<string, Members>> {
    const make = (name: string): Members => {
      const group = new Group(this, `group-${name}`, {
        place,
        name,
        parameters: of<GroupParameters>(parameters.groups, name),
      });
      const members = Object.fromEntries(
        Object.entries(services).filter(([, service]) => service.group === name),
      );
      const flags = declaredFlags(members, parameters.services);
      if (flags.length === 0) return { group };
      const namespaceName = namespaceOf(place, name);
      const { namespace } = group;
      return {
        group,
        flags: new Flags(group, 'flags', { place, group: name, namespace, namespaceName, flags }),
      };
    };
    return Object.fromEntries(Object.keys(groupsOf(services)).map((name) => [name, make(name)]));
  }

  private createServices(
    shared: Shared,
    { parameters }: Environment,
    declared: Declared,
    groups: Readonly<Record<string, Members>>,
  ): Service[] {
    const { services } = declared;
    const callers = callersOf(shared.place, services);
    const made = new Map<string, Service>();
    for (const name of startOrder(services)) {
      const declaration = services[name]!;
      const { group, flags } = groups[declaration.group]!;
      const service = new Service(this, name, {
        ...shared,
        name,
        declaration,
        parameters: of<ServiceParameters>(parameters.services, name),
        group,
        bindings: bindingsOf(declaration.bind ?? [], declared),
        flags: declaration.flags && flags?.grant(),
        callers: callers.get(name) ?? [],
        startOf: (bound) => made.get(bound)!.started,
      });
      made.set(name, service);
    }
    return [...made.values()];
  }
}

/** Who calls whom, by the one that is called. */
function callersOf(place: Place, services: Services): ReadonlyMap<string, Caller[]> {
  const callers = new Map<string, Caller[]>();
  for (const [service, { group, bind = [] }] of Object.entries(services)) {
    const caller = { service, namespace: namespaceOf(place, group) };
    for (const name of bind) callers.set(name, [...(callers.get(name) ?? []), caller]);
  }
  return callers;
}

/** The schema has the same names as the declaration, so there is always one. */
function of<T>(all: object, name: string): T {
  return (all as Record<string, T>)[name]!;
}
