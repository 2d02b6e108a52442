import { join } from 'node:path';

/** Where the parameter files are. */
export function environmentsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.PLATFORM_ENVIRONMENTS ?? 'environments';
}

/** The parameter file of an environment, as messages name it. */
export function parameterFile(environment: string): string {
  return join(environmentsFolder(), `${environment}.json`);
}
