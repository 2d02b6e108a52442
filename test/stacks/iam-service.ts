import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How the types of a service's resources begin, and what its actions in IAM begin with. The provider does not say it;
 * local/emulator/tests/test_iam_services.py holds the names of services against those that AWS's own SDK knows.
 */
export const SERVICES_FILE = 'test/stacks/iam-services.json';

const services: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(__dirname, '../..', SERVICES_FILE), 'utf8'),
);

/** The IAM service of a type of resource, by the longest row that it begins with. Undefined: no row fits. */
export function iamService(type: string): string | undefined {
  const [longest] = Object.keys(services)
    .filter((prefix) => type === prefix || type.startsWith(prefix.endsWith('_') ? prefix : `${prefix}_`))
    .sort((a, b) => b.length - a.length);
  return longest && services[longest];
}
