import { answers } from './bindable';
import { bindableNames, bindingsOf, type Declared } from './binding';
import { secretsOf } from './secret';
import type { Service } from './service';
import { namesUsedBy } from './uses';

/** What every container of a service is given, beside what it binds. */
const PLATFORM = [
  'ENVIRONMENT',
  'SERVICE_NAME',
  'SERVICE_VERSION',
  /** Path of the authorities by which it authenticates servers. */
  'CA_FILE',
  /** Of a process that serves. */
  'PORT',
  /** Of a service with flags. */
  'FLAGS_URL',
];

/**
 * Variables that Pod Identity and Kubernetes set, and variables that AWS's libraries prefer to the service's role.
 * Source: AWS SDKs and Tools Reference Guide, "Environment variables list".
 */
const OTHERS =
  /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|(DEFAULT_)?REGION|ROLE_ARN|STS_REGIONAL_ENDPOINTS|WEB_IDENTITY_TOKEN_FILE|CONTAINER_\w+)|KUBERNETES_\w+)$/;

export interface Given {
  readonly name: string;
  /** Who gives it, for messages: `the platform`, `the binding "orders"`, `the secret "stripe-key"`. */
  readonly by: string;
  /** What is bound, where a binding gives it. */
  readonly binding?: string;
}

/** Every variable that a service is given, leaving out what can't be bound. */
export function givenVariables(service: Service, declared: Declared): Given[] {
  const ofPlatform = PLATFORM.map((name) => ({ name, by: 'the platform' }));
  const bound = namesUsedBy(service).filter((name) => isBindable(name, declared));
  const ofBindings = bindingsOf(bound, declared).flatMap(({ variables }, index) =>
    Object.values(variables).map((name) => {
      const binding = bound[index]!;
      return { name, by: `the binding "${binding}"`, binding };
    }),
  );
  const ofSecrets = secretsOf(service).map(({ name, variable }) => ({
    name: variable,
    by: `the secret "${name}"`,
  }));
  return [...ofPlatform, ...ofBindings, ...ofSecrets];
}

/** Who sets a variable, so that a service can't set it itself. */
export function setBy(name: string, given: readonly Given[]): string | undefined {
  return (
    given.find((variable) => variable.name === name)?.by ?? (OTHERS.test(name) ? 'the platform' : undefined)
  );
}

function isBindable(name: string, declared: Declared): boolean {
  const service = Object.hasOwn(declared.services, name) ? declared.services[name] : undefined;
  return service ? answers(service) : bindableNames(declared).includes(name);
}
