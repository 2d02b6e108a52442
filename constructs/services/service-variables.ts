import type { Service } from '../../declarations/service';
import type { ServiceParameters } from '../../parameters/service-parameters';
import type { Running } from '../../parameters/version';
import type { Grant, Variable } from './pods/grant';
import type { Runtime } from './runtime/runtime';

export interface VariablesProps {
  readonly runtime: Runtime;
  readonly name: string;
  readonly declaration: Pick<Service, 'environment'>;
  readonly parameters: Pick<ServiceParameters, 'environment'>;
}

/** Of a version, in order. The environment's own come last, so that they win; what is bound can't be overridden. */
export function variablesOf(
  { runtime, name, declaration, parameters }: VariablesProps,
  running: Running,
  grant: Grant,
): Variable[] {
  const own = { ...declaration.environment, ...parameters.environment };
  return [
    { name: 'ENVIRONMENT', value: runtime.naming.environment },
    { name: 'SERVICE_NAME', value: name },
    { name: 'SERVICE_VERSION', value: running.version },
    ...Object.entries(own).map(([variable, value]) => ({ name: variable, value: plain(value) })),
    ...grant.variables,
  ];
}

/** Kubernetes reads `$(NAME)` as another variable; what a person writes is meant as it stands. */
function plain(value: string): string {
  return value.replaceAll('$(', '$$(');
}
