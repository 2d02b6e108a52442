import type { Declared } from '../declarations/binding';
import type { Services } from '../declarations/service';
import { type Document, problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import type { Parameters } from './parameters';

type OfServices = Readonly<Record<string, { readonly absent?: string }>>;

/** What is declared and runs in an environment: all but the services that its file says are absent. */
export function presentIn<D extends Declared>({ services }: Pick<Parameters, 'services'>, declared: D): D {
  return { ...declared, services: presentOf(services, declared.services) };
}

function presentOf(parameters: OfServices, services: Services): Services {
  return Object.fromEntries(
    Object.entries(services).filter(([name]) => absenceOf(name, parameters) === undefined),
  );
}

/** Why a service does not run. Undefined: it does. */
export function absenceOf(name: string, parameters: OfServices): string | undefined {
  return Object.hasOwn(parameters, name) ? parameters[name]!.absent : undefined;
}

/** Why services do not run, by their names. */
export function absencesOf(parameters: OfServices): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { absent }]) =>
      absent === undefined ? [] : [[name, absent]],
    ),
  );
}

/** A service that others bind has to be there, and one that is not has no version. */
export function checkAbsent(
  document: Document<unknown>,
  parameters: Parameters['services'],
  { services }: Declared,
): Problem[] {
  return Object.keys(services).flatMap((name) => {
    const { absent, ...own } = parameters[name]!;
    if (absent === undefined) return [];
    const callers = Object.entries(presentOf(parameters, services)).filter(([, { bind }]) =>
      bind?.includes(name),
    );
    const given = (['version', 'versions', 'commit'] as const).filter((key) => own[key] !== undefined);
    return [
      ...given.map((key) =>
        problemAt(
          document,
          ['services', name, key],
          `${key}, of a service that is absent`,
          'either of them: nothing of it runs',
        ),
      ),
      ...callers.map(([caller]) =>
        problemAt(
          document,
          ['services', name, 'absent'],
          `"${absent}", of a service that services/${caller}.ts binds`,
          `a version, or "absent" for ${caller} as well`,
        ),
      ),
    ];
  });
}
