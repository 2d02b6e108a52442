import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files beside the parameter files that are no environment. */
const OTHERS = /^(preview|(.*\.)?schema)\.json$/;

/** Where the parameter files are. */
export function environmentsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.PLATFORM_ENVIRONMENTS ?? 'environments';
}

/** The parameter file of an environment, as messages name it. */
export function parameterFile(environment: string): string {
  return join(environmentsFolder(), `${environment}.json`);
}

/** The names of the files in it that are of an environment. */
export function parameterFiles(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json') && !OTHERS.test(file))
    .sort();
}
