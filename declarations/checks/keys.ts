import type { Problem } from '../../problems/problem';
import { looksLikeKey } from '../looks-like-key';
import type { Service, Services } from '../service';
import { problemIn } from './problem-in';

/** Keys that stand in the configuration of services, where plans, states and the cluster show them. */
export function checkKeys(services: Services): Problem[] {
  return Object.entries(services).flatMap(([name, service]) =>
    keysIn(service.environment ?? {}, name, service).map(({ variable, got, allowed }) =>
      problemIn(name, ['environment', variable], got, allowed),
    ),
  );
}

/**
 * The variables whose values look like keys, but for those that the service says are none, with what to say of each.
 * Never the value.
 */
export function keysIn(
  environment: Readonly<Record<string, string>>,
  service: string,
  { notSecret = [] }: Pick<Service, 'notSecret'>,
): { readonly variable: string; readonly got: string; readonly allowed: string }[] {
  return Object.entries(environment).flatMap(([variable, value]) => {
    const kind = notSecret.includes(variable) ? undefined : looksLikeKey(value);
    if (kind === undefined) return [];
    const secret = variable.toLowerCase().replaceAll('_', '-');
    const allowed = `what anybody may read. For a secret: secrets: ['${secret}'] in services/${service}.ts, then npm run secret -- set <environment> ${service} ${secret}; whoever has seen it here keeps it, so make a new one. For what only looks like one: notSecret: ['${variable}'] in services/${service}.ts`;
    return [{ variable, got: kind, allowed }];
  });
}
