import type { Services } from '../declarations/service';
import type { Problem } from '../problems/problem';
import { suggest } from '../problems/suggest';
import type { Project } from './project';

/** Repositories of applications that belong to no service. */
export function checkApplications(
  { applications }: Pick<Project, 'applications'>,
  services: Services,
): Problem[] {
  const known = Object.keys(services);
  return Object.keys(applications)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      file: 'platform.json',
      path: `applications.${name}`,
      got: `"${name}", which is no service${suggest(name, known)}`,
      allowed: known.join(', ') || 'nothing, as there is no service',
    }));
}
