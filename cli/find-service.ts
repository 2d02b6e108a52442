import { type Naming, namingOf, resourceName } from '../constructs/core/naming';
import { accountNames, roleArn } from '../constructs/core/role-names';
import { namespaceOf } from '../constructs/services/runtime/runtime';
import { keptName } from '../declarations/kept-name';
import type { Service, Services } from '../declarations/service';
import type { Environment } from '../parameters/environment';
import { loadEnvironments } from '../parameters/load';
import { environmentsFolder } from '../parameters/parameter-file';
import { loadProject, type Project } from '../parameters/project';
import { access, type ClusterLogin } from '../programs/cluster-access';
import { Kubectl } from '../programs/kubectl';
import { declared } from '../services/declared';
import { findNamed } from './find-named';
import { refuseAbsent } from './refuse-absent';

/** An environment that somebody named, by the parameter files. */
export interface FoundEnvironment {
  readonly project: Project;
  readonly environment: Environment;
  readonly naming: Naming;
}

export interface FoundService extends FoundEnvironment {
  readonly service: string;
  /** Its name where it is deployed: that of labels, jobs and hosts. */
  readonly kept: string;
  readonly declaration: Service;
  readonly namespace: string;
}

/** @throws Failure with the names that there are. */
export function findEnvironment(name: string, exitCode?: number): FoundEnvironment {
  const project = loadProject('platform.json');
  const all = loadEnvironments(environmentsFolder(), declared).map((one) => [one.name, one] as const);
  const environment = findNamed('environment', name, new Map(all), exitCode);
  return { project, environment, naming: namingOf(project, environment) };
}

/** The same with a service of it. @throws Failure also where it does not run there, with the reason. */
export function findService(name: string, service: string, exitCode?: number): FoundService {
  const found = findEnvironment(name, exitCode);
  const services: Services = declared.services;
  const declaration = findNamed('service', service, new Map(Object.entries(services)), exitCode);
  refuseAbsent(service, found.environment, exitCode);
  const kept = keptName(service, services);
  return { ...found, service, kept, declaration, namespace: namespaceOf({}, declaration.group) };
}

/** How the role that deploys gets into the cluster. */
export function loginOf(
  { project, environment, naming }: FoundEnvironment,
  role = project.deployRole,
): ClusterLogin {
  return {
    environment: environment.name,
    cluster: resourceName(naming, 'cluster'),
    region: project.region,
    roleArn: roleArn(project, environment.parameters.account, role),
  };
}

/** ARNs of the roles by which somebody may look at what runs, the one that may do least first. */
export function lookingRoles({ project, environment }: FoundEnvironment): string[] {
  const { view, deploy } = accountNames(project);
  return [view, deploy].map((role) => roleArn(project, environment.parameters.account, role));
}

/** The cluster, to look at. @param file where its configuration may be. @throws Failure when no role gives access. */
export async function look(found: FoundEnvironment, file: string): Promise<Kubectl> {
  const kubectl = new Kubectl();
  const { view } = accountNames(found.project);
  return access(kubectl, loginOf(found, view), file).catch(() => access(kubectl, loginOf(found), file));
}
