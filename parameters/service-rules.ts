import type { Declared } from '../declarations/binding';
import { keysIn } from '../declarations/checks/keys';
import { ALLOWED_OWN_VARIABLE } from '../declarations/checks/variables';
import { givenVariables, setBy } from '../declarations/given-variables';
import type { Service } from '../declarations/service';
import { type Document, problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { checkAbsent } from './absent';
import type { Environment } from './environment';
import type { ServiceParameters } from './service-parameters';
import { versionName } from './version';

/** What must hold for the parameters of the services of an environment, beyond their schema. */
export function checkServiceParameters(environment: Environment, declared: Declared): Problem[] {
  const { services } = environment.parameters;
  const ofEach = Object.entries(services).flatMap(([name, parameters]) => {
    if (parameters.absent !== undefined) return [];
    const service = declared.services[name]!;
    const refuse = (path: readonly (string | number)[], got: string, allowed: string) =>
      problemAt(environment.document, ['services', name, ...path], got, allowed);
    return [
      ...checkVersion(parameters, refuse),
      ...checkVersions(name, service, parameters, refuse),
      ...checkScale(parameters, refuse),
      ...checkVariables(service, parameters, declared, refuse),
    ];
  });
  return [
    ...ofEach,
    ...checkAbsent(environment.document, services, declared),
    ...checkKeys(environment.document, services, declared),
  ];
}

/** Keys in the configuration that a parameter file gives to services. */
export function checkKeys(
  document: Document<unknown>,
  services: Readonly<Record<string, Partial<Pick<ServiceParameters, 'environment'>> | undefined>>,
  declared: Declared,
): Problem[] {
  return Object.entries(services).flatMap(([name, parameters]) =>
    keysIn(parameters?.environment ?? {}, name, declared.services[name]!).map(({ variable, got, allowed }) =>
      problemAt(document, ['services', name, 'environment', variable], got, allowed),
    ),
  );
}

type Refuse = (path: readonly (string | number)[], got: string, allowed: string) => Problem;

function checkVersion({ version, versions, commit }: ServiceParameters, refuse: Refuse): Problem[] {
  if (version === undefined && versions === undefined) {
    return [
      refuse(
        [],
        'neither version nor versions',
        'one of them, as nothing says what runs; or absent, with the reason why nothing does',
      ),
    ];
  }
  if (versions === undefined) return [];
  return [
    ...(version === undefined ? [] : [refuse(['version'], 'version and versions', 'one of them')]),
    ...(commit === undefined
      ? []
      : [refuse(['commit'], 'a commit beside versions', 'a commit in each of versions')]),
  ];
}

function checkVersions(
  name: string,
  { routes = [] }: Service,
  { versions }: ServiceParameters,
  refuse: Refuse,
): Problem[] {
  if (versions === undefined) return [];
  const sum = versions.reduce((total, { weight }) => total + weight, 0);
  const all = versions.map(({ version }) => versionName(version));
  return [
    ...(routes.length > 0
      ? []
      : [
          refuse(
            ['versions'],
            `${versions.length} versions of a service without routes`,
            `version, or routes in services/${name}.ts: the weights share out the requests from outside`,
          ),
        ]),
    ...(sum === 100
      ? []
      : [
          refuse(
            ['versions'],
            `weights that add up to ${sum} (${versions.map(({ weight }) => weight).join(' + ')})`,
            'weights that add up to 100',
          ),
        ]),
    ...all.flatMap((version, index) =>
      all.indexOf(version) === index
        ? []
        : [refuse(['versions', index, 'version'], `"${version}" once more`, 'each version once')],
    ),
  ];
}

function checkScale({ processes }: ServiceParameters, refuse: Refuse): Problem[] {
  return Object.entries(processes).flatMap(([name, { replicas, maxReplicas }]) => {
    if (replicas === 0 && (maxReplicas ?? 0) === 0) {
      const allowed = 'at least 1 beside replicas of 0, or nobody ever works the queue off';
      return [
        refuse(['processes', name, 'maxReplicas'], maxReplicas === undefined ? 'nothing' : '0', allowed),
      ];
    }
    if (maxReplicas === undefined || maxReplicas >= replicas) return [];
    const allowed = `at least replicas, ${replicas}`;
    return [refuse(['processes', name, 'maxReplicas'], `${maxReplicas}`, allowed)];
  });
}

function checkVariables(
  service: Service,
  { environment }: ServiceParameters,
  declared: Declared,
  refuse: Refuse,
): Problem[] {
  const names = Object.keys(environment);
  if (names.length === 0) return [];
  const given = givenVariables(service, declared);
  return names.flatMap((name) => {
    const by = setBy(name, given);
    if (by === undefined) return [];
    return [refuse(['environment', name], `${name}, which ${by} sets`, ALLOWED_OWN_VARIABLE)];
  });
}
