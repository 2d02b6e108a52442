import type { Problem } from '../../problems/problem';
import { type Backing, thingsOf } from '../backing';
import { INTERNET } from '../bindable';
import type { Declared } from '../binding';
import { ALLOWED_NAME, isName } from '../name';
import type { Service } from '../service';
import { problemIn, problemInBacking } from './problem-in';

/** The service account of pods that name none, the agent that serves flags, and what is no service. */
const SERVICES = ['default', 'flags', INTERNET];

/** Jobs that the platform adds to a service. */
const JOBS = ['release', 'admin', 'setup'];

/** Namespaces of the cluster's own, of its add-ons, and of setup jobs. */
const NAMESPACES = /^(default|setup|(amazon|aws|kube)(-.*)?)$/;

/** Names that can't be given, or that two have. */
export function checkNames({ backing, services }: Declared): Problem[] {
  return [
    ...checkBackingNames(backing),
    ...Object.keys(services).flatMap((name) => checkServiceName(name, backing)),
    ...Object.entries(services).flatMap(([name, service]) => [
      ...checkGroupName(name, service),
      ...checkComponentNames(name, service),
    ]),
  ];
}

/** Volumes of every pod: that of a secret is named after what is bound. */
const VOLUMES = ['scratch', 'authorities'];

function checkBackingNames(backing: Backing): Problem[] {
  const seen = new Map([
    [INTERNET, 'which stands for addresses outside of the VPC'],
    ...VOLUMES.map((name) => [name, 'which every pod has a volume by'] as const),
  ]);
  return thingsOf(backing).flatMap(({ section, name }) => {
    const taken = seen.get(name);
    seen.set(name, `which is also in ${section}`);
    if (taken === undefined) return [];
    return [problemInBacking([section, name], `the name "${name}", ${taken}`, 'a name of its own')];
  });
}

function checkServiceName(name: string, backing: Backing): Problem[] {
  const refuse = (got: string, allowed: string): Problem[] => [
    { file: 'services/services.ts', path: name, got, allowed },
  ];
  if (!isName(name)) return refuse(`a service named "${name}"`, ALLOWED_NAME);
  if (SERVICES.includes(name)) return refuse(`a service named "${name}"`, `not ${SERVICES.join(', ')}`);
  const thing = thingsOf(backing).find((other) => other.name === name);
  if (thing === undefined) return [];
  return refuse(
    `a service named "${name}", as is one of the ${thing.section} in services/backing.ts`,
    'a name of its own, as both can be bound',
  );
}

function checkGroupName(service: string, { group }: Service): Problem[] {
  if (!NAMESPACES.test(group)) return [];
  const allowed = 'not default, setup, amazon-..., aws-..., kube-..., namespaces of the cluster';
  return [problemIn(service, ['group'], `"${group}"`, allowed)];
}

/** The pods of each are found by its name. */
function checkComponentNames(service: string, { processes = {}, schedules = {} }: Service): Problem[] {
  const reserved = (kind: string, names: readonly string[]) =>
    names
      .filter((name) => JOBS.includes(name))
      .map((name) =>
        problemIn(
          service,
          [kind, name],
          `the name "${name}"`,
          `not ${JOBS.join(', ')}, jobs of every service`,
        ),
      );
  const twice = Object.keys(schedules)
    .filter((name) => Object.hasOwn(processes, name))
    .map((name) =>
      problemIn(service, ['schedules', name], `the name "${name}", which a process has`, 'a name of its own'),
    );
  return [
    ...reserved('processes', Object.keys(processes)),
    ...reserved('schedules', Object.keys(schedules)),
    ...twice,
  ];
}
