import type { Secret } from '../../declarations/secret';
import { arn } from './arn';
import { type Naming, resourcePath } from './naming';

/** The end of the name of a secret that people put; those that Terraform writes end in `user`. */
const END = 'secret';
/** Secrets Manager ends each ARN in a dash and six characters of its own. */
const ENDING = '?'.repeat(6);

/** Name of a secret that people put for a service. */
export function secretName(naming: Naming, service: string, secret: string): string {
  return resourcePath(naming, service, secret, END);
}

/**
 * ARN of such a secret, as a pattern for policies.
 * @param service Default: of every service.
 * @param secret Default: each.
 */
export function secretArn(naming: Naming, service = '*', secret = '*'): string {
  return arn(naming, 'secretsmanager', `secret:${secretName(naming, service, secret)}-${ENDING}`);
}

/**
 * Whose value pods get: a preview that of its own, or of the environment which it is within.
 * @param host Its name; of an environment its own.
 */
export function secretOwner(naming: Naming, host: string, { previews }: Pick<Secret, 'previews'>): Naming {
  return previews === 'host' ? { ...naming, environment: host } : naming;
}

/** Where the name stands for: the environment, the service and the secret. Undefined: it is none that people put. */
export function readSecretName(name: string): readonly [string, string, string] | undefined {
  const [, environment, service, secret] =
    new RegExp(`^/[^/]+/([^/]+)/([^/]+)/([^/]+)/${END}$`).exec(name) ?? [];
  return environment && service && secret ? [environment, service, secret] : undefined;
}
