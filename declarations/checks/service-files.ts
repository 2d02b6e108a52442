import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ParameterError } from '../../problems/problem';
import type { Services } from '../service';

/** A file that declares a service, by what TypeScript has it checked for. */
const DECLARES = /(:\s*|\bsatisfies\s+)Service\b/;

/**
 * Looks for files of services that nothing deploys.
 * @param folder such as `services`.
 * @throws ParameterError that names each file that is not among the services.
 */
export function checkServiceFiles(folder: string, services: Services): void {
  const unlisted = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.ts') && !Object.hasOwn(services, basename(file, '.ts')))
    .filter((file) => DECLARES.test(readFileSync(join(folder, file), 'utf8')))
    .sort();
  if (unlisted.length === 0) return;
  throw new ParameterError(
    unlisted.map((file) => ({
      file: `${folder}/${file}`,
      path: '',
      got: `a service that ${folder}/services.ts does not list, so that it would not run`,
      allowed: `"${basename(file, '.ts')}" among the services in ${folder}/services.ts, or no such file`,
    })),
  );
}
