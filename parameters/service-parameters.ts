import { z } from 'zod';
import { type Backing, thingsOf } from '../declarations/backing';
import { hasPassword } from '../declarations/kinds/kinds';
import type { Service, Services } from '../declarations/service';
import { ALLOWED_VARIABLE, VARIABLE } from '../declarations/variable-name';
import { variableValue } from './places';
import { documented, each, flag, group, mayBeLeftOut, text, whole } from './schema';
import { ALLOWED_VERSION, VERSION } from './version';

const version = (description: string) =>
  text(VERSION, { description, allowed: ALLOWED_VERSION, change: 'rolling' });

const commit = text(/^[0-9a-f]{7,40}$/, {
  description:
    'The commit that a release or digest was built from, for whoever looks at a deployment. The tag of a branch tells it.',
  allowed: '7 to 40 hexadecimal digits',
  change: 'in place',
}).optional();

/** In thousandths of a CPU: half of the smallest node that EKS Auto Mode makes. */
export const CPU_LIMIT = 1000;

const size = {
  cpuMillicores: whole(10, 32_000, {
    description:
      'CPU that is set aside for each pod. It may use more when the node has it, up to `cpuLimitMillicores`.',
    unit: 'thousandths of a CPU',
    change: 'rolling',
  }).default(100),
  cpuLimitMillicores: whole(10, 32_000, {
    description: 'CPU that each pod may use at most. What is set aside for it is never less.',
    unit: 'thousandths of a CPU',
    change: 'rolling',
  }).default(CPU_LIMIT),
  memoryMiB: whole(32, 131_072, {
    description: 'Memory of each pod. A pod that wants more is ended.',
    unit: 'MiB',
    change: 'rolling',
  }).default(128),
};

const processParameters = (least: 0 | 1) =>
  z
    .strictObject({
      replicas: whole(least, 200, {
        description:
          least === 0
            ? 'Pods, or the least of them where maxReplicas is more. 0, beside maxReplicas: none while the queue is empty.'
            : 'Pods, or the least of them where maxReplicas is more.',
        unit: 'pods',
        change: 'in place',
      }).default(2),
      maxReplicas: whole(1, 200, {
        description:
          'How far the number of pods follows the load, or the queue that the process consumes. Default: replicas, so it does not.',
        unit: 'pods',
        change: 'in place',
      }).optional(),
      ...size,
    })
    .prefault({});

/** Made once, as there may be many. */
const serving = processParameters(1);
const consuming = processParameters(0);

/** Why a service does not run in an environment. */
const absent = text(/\S/, {
  description:
    'Why the service does not run here. Nothing of it is deployed, its routes and alarms included, and no other service that runs here may bind it. In the place of a version.',
  allowed: 'a reason',
  change: 'replacement',
}).optional();

const versions = documented(
  z
    .array(
      z.strictObject({
        version: version('What runs. Each version once.'),
        weight: whole(1, 99, {
          description: 'Its share of the requests from outside. All together: 100.',
          unit: '%',
          change: 'in place',
        }),
        commit,
      }),
    )
    .min(2)
    .max(3),
  {
    description:
      'Several versions at the same time, of a service with routes. The first is the one that processes without a route, schedules and other services use.',
    allowed: 'two or three versions with weights that add up to 100',
    change: 'rolling',
  },
);

const environment = documented(
  z.record(z.string().regex(VARIABLE).meta({ allowed: ALLOWED_VARIABLE }), variableValue()),
  {
    description:
      'Configuration of this environment, beside or instead of what `services/<name>.ts` sets. Never a secret: it can be read in plans and in the cluster.',
    allowed: 'names of capital letters, digits and underscores, each with a text',
    change: 'rolling',
  },
);

const rotation = whole(1, 1_000_000, {
  description:
    'One more: a new password for this service, and the pods that use it restart with it, one after another.',
  change: 'rolling',
}).default(1);

/** What all services have, made once as there may be many of them. */
const common = {
  version: version('What runs. Exactly one of version, versions and absent is given.').optional(),
  versions: versions.optional(),
  absent,
  commit,
  environment: environment.default({}),
};
const jobs = group(size);

/** The schema of one service's parameters. */
export const serviceParameters = (service: Service, backing: Backing) =>
  z.strictObject({
    ...common,
    flags: mayBeLeftOut(
      each(service.flags ?? {}, (description) =>
        flag({ description: `${description}.`, change: 'in place' }).default(false),
      ),
    ),
    rotations: mayBeLeftOut(each(secretsOf(service, backing), () => rotation)),
    processes: mayBeLeftOut(
      each(service.processes ?? {}, ({ consumes }) => (consumes === undefined ? serving : consuming)),
    ),
    jobs,
  });

/** What a service binds with a password, by name. */
function secretsOf({ bind = [] }: Service, backing: Backing): Record<string, string> {
  const things = thingsOf(backing).filter(({ kind }) => hasPassword(kind));
  const withPassword = new Set(things.map(({ name }) => name));
  return Object.fromEntries(bind.filter((name) => withPassword.has(name)).map((name) => [name, name]));
}

/** The schema of one group's parameters. */
export const groupParameters = () =>
  group({
    cpuMillicores: whole(100, 1_000_000, {
      description: 'CPU that all pods of the group may set aside together.',
      unit: 'thousandths of a CPU',
      change: 'in place',
    }).default(8000),
    memoryMiB: whole(128, 4_194_304, {
      description: 'Memory of all pods of the group together.',
      unit: 'MiB',
      change: 'in place',
    }).default(16_384),
    pods: whole(1, 5000, {
      description: 'Pods of the group, jobs included.',
      unit: 'pods',
      change: 'in place',
    }).default(60),
  });

/** Names of the services of each group. */
export function groupsOf(services: Services): Record<string, readonly string[]> {
  const groups: Record<string, string[]> = {};
  for (const [name, { group: of }] of Object.entries(services)) {
    groups[of] ??= [];
    groups[of].push(name);
  }
  return groups;
}

export type ServiceParameters = z.output<ReturnType<typeof serviceParameters>>;
export type GroupParameters = z.output<ReturnType<typeof groupParameters>>;
export interface ProcessParameters {
  readonly replicas: number;
  readonly maxReplicas?: number;
  readonly cpuMillicores: number;
  /** Default: CPU_LIMIT. */
  readonly cpuLimitMillicores?: number;
  readonly memoryMiB: number;
}
/** CPU and memory of one pod. */
export type Size = Pick<ProcessParameters, 'cpuMillicores' | 'cpuLimitMillicores' | 'memoryMiB'>;
