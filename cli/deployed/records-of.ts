import { namingOf } from '../../constructs/core/naming';
import { providerRole } from '../../constructs/core/role-names';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import { findNamed } from '../find-named';
import { Records } from './record';

/**
 * The records of an environment, by the parameter files.
 * @param session how the session of its role is called.
 * @throws Failure when there is no such environment, or its role can't be had.
 */
export async function recordsOf(name: string, session: string): Promise<Records> {
  const project = loadProject('platform.json');
  const all = loadEnvironments(environmentsFolder(), declared).map((one) => [one.name, one] as const);
  const naming = namingOf(project, findNamed('environment', name, new Map(all)));
  const aws = await new Aws(project.region).as(providerRole(project, naming.account), session);
  return new Records(aws, naming);
}
