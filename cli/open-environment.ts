import type { Naming } from '../constructs/core/naming';
import { providerRole } from '../constructs/core/role-names';
import type { Parameters } from '../parameters/parameters';
import { Aws } from '../programs/aws';
import { findEnvironment } from './find-service';

export interface OpenEnvironment {
  readonly naming: Naming;
  readonly parameters: Parameters;
  /** Its own domain. */
  readonly domain: string;
  /** As the role by which Terraform is in its account. */
  readonly aws: Aws;
}

/**
 * An environment that somebody named, by the parameter files.
 * @param session how the session of its role is called.
 * @throws Failure when there is no such environment, or its role can't be had.
 */
export async function openEnvironment(name: string, session: string): Promise<OpenEnvironment> {
  const { project, environment, naming } = findEnvironment(name);
  const aws = await new Aws(project.region).as(providerRole(project, naming.account), session);
  return { naming, parameters: environment.parameters, domain: `${name}.${project.domain}`, aws };
}
