import type { Declared } from '../declarations/binding';
import { byKeptName, keptName } from '../declarations/kept-name';
import { presentIn } from './absent';
import type { Environment } from './environment';

/** What an environment runs, and with which parameters, by the names that are deployed (declarations/kept-name.ts). */
export function asDeployed(
  environment: Environment,
  declared: Declared,
): { readonly environment: Environment; readonly declared: Declared } {
  const { parameters } = environment;
  const { services } = declared;
  const here = presentIn(parameters, declared);
  const kept = Object.entries(parameters.services).map(([name, ofIt]) => [keptName(name, services), ofIt]);
  return {
    environment: { ...environment, parameters: { ...parameters, services: Object.fromEntries(kept) } },
    declared: { ...declared, services: byKeptName(here.services) },
  };
}
