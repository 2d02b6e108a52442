import { type Naming, namingOf, resourceName } from '../constructs/core/naming';
import { accountNames, roleArn } from '../constructs/core/role-names';
import { type Guest, namespaceOf } from '../constructs/services/runtime/runtime';
import { keptName } from '../declarations/kept-name';
import { PREVIEW_ID } from '../declarations/preview-id';
import type { Service, Services } from '../declarations/service';
import type { Environment } from '../parameters/environment';
import { loadEnvironments } from '../parameters/load';
import { environmentsFolder } from '../parameters/parameter-file';
import { loadPreviewSettings } from '../parameters/preview';
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

/** Where services run: an environment, or a preview within it. */
export interface FoundPlace extends FoundEnvironment {
  /** Undefined: the environment itself. */
  readonly guest?: Pick<Guest, 'id'>;
}

export interface FoundService extends FoundPlace {
  readonly service: string;
  /** Its name where it is deployed: that of labels, jobs and hosts. */
  readonly kept: string;
  readonly declaration: Service;
  readonly namespace: string;
}

/** @throws Failure with the names that there are. */
export function findEnvironment(name: string, exitCode?: number): FoundEnvironment {
  return withProject(findNamed('environment', name, byName(), exitCode));
}

/**
 * An environment, or a preview by its id, whether it is there or not.
 * @throws Failure with what is allowed.
 */
export function findPlace(name: string, exitCode?: number): FoundPlace {
  const environments = byName();
  const environment = environments.get(name);
  if (environment) return withProject(environment);
  const settings = loadPreviewSettings(environmentsFolder(), [...environments.values()], declared);
  if (settings && PREVIEW_ID.test(name)) return { ...withProject(settings.host), guest: { id: name } };
  const further = settings && 'or the id of a preview, such as pr-42';
  return withProject(findNamed('environment', name, environments, exitCode, further));
}

function byName(): Map<string, Environment> {
  return new Map(loadEnvironments(environmentsFolder(), declared).map((one) => [one.name, one]));
}

function withProject(environment: Environment): FoundEnvironment {
  const project = loadProject('platform.json');
  return { project, environment, naming: namingOf(project, environment) };
}

/** A service of such a place. @throws Failure also where it does not run there, with the reason. */
export function findService(name: string, service: string, exitCode?: number): FoundService {
  const found = findPlace(name, exitCode);
  const services: Services = declared.services;
  const declaration = findNamed('service', service, new Map(Object.entries(services)), exitCode);
  refuseAbsent(service, found.environment, exitCode);
  const kept = keptName(service, services);
  return { ...found, service, kept, declaration, namespace: namespaceOf(found, declaration.group) };
}

/** How the role that deploys there gets into the cluster: for a preview, the one that makes it. */
export function loginOf(found: FoundPlace, role = makerOf(found)): ClusterLogin {
  const { project, environment, naming } = found;
  return {
    environment: environment.name,
    cluster: resourceName(naming, 'cluster'),
    region: project.region,
    roleArn: roleArn(project, environment.parameters.account, role),
  };
}

/** ARNs of the roles by which somebody may look at what runs, the one that may do least first. */
export function lookingRoles(found: FoundPlace): string[] {
  const { project, environment } = found;
  return [accountNames(project).view, makerOf(found)].map((role) =>
    roleArn(project, environment.parameters.account, role),
  );
}

function makerOf({ project, guest }: FoundPlace): string {
  return accountNames(project)[guest ? 'preview' : 'deploy'];
}

/** The cluster, to look at. @param file where its configuration may be. @throws Failure when no role gives access. */
export async function look(found: FoundPlace, file: string): Promise<Kubectl> {
  const kubectl = new Kubectl();
  const { view } = accountNames(found.project);
  return access(kubectl, loginOf(found, view), file).catch(() => access(kubectl, loginOf(found), file));
}
