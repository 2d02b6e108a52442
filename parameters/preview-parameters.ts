import { z } from 'zod';
import type { Backing } from '../declarations/backing';
import type { Declared } from '../declarations/binding';
import type { SectionOf, ServerKind } from '../declarations/kinds/kinds';
import { type BackingSchemas, backingSchemas } from './kinds/kinds';
import { LOG_RETENTION } from './log-retention';
import { type Documented, documented, each, mayBeLeftOut, oneOf, text, whole } from './schema';
import { groupParameters, groupsOf, serviceParameters } from './service-parameters';

/** Some of the things, by name. */
const some = <S extends z.core.$ZodLooseShape>(schema: z.ZodObject<S, z.core.$strict>, meta: Documented) =>
  mayBeLeftOut(documented(schema.partial(), meta));

/** What a preview may have servers of its own for. */
const OWN_SERVERS: { readonly [S in SectionOf<ServerKind>]: Documented } = {
  databases: {
    description:
      'Databases with a server of their own, which takes ten minutes to make. The others are databases and users on the server of `within`.',
    allowed: 'names of databases, each with the parameters of a server',
    change: 'replacement',
  },
  caches: {
    description:
      'Caches with servers of their own. The others are users of the servers of `within`, whose keys begin with the id of the preview.',
    allowed: 'names of caches, each with the parameters of a server',
    change: 'replacement',
  },
};

type OwnServers = {
  readonly [S in SectionOf<ServerKind>]: ReturnType<typeof some<BackingSchemas[S]['shape']>>;
};

function ownServers(backing: Backing): OwnServers {
  const schemas = backingSchemas(backing);
  const sections = (Object.keys(OWN_SERVERS) as SectionOf<ServerKind>[]).map((section) => [
    section,
    some<z.core.$ZodLooseShape>(schemas[section], OWN_SERVERS[section]),
  ]);
  return Object.fromEntries(sections);
}

/** The schema of `environments/preview.json` for what is declared. Unknown keys are refused. */
export function previewSchema<const D extends Declared>({ backing, services }: D) {
  return z.strictObject({
    $schema: z.string().optional(),
    within: text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
      description:
        'The environment whose network, cluster, load balancer and servers previews use, and whose services they begin with.',
      allowed: 'the name of an environment with "hostsPreviews": true',
      change: 'replacement',
    }),
    lifetimeDays: whole(1, 30, {
      description:
        'How long a preview lives after it was last deployed. It ends with the last of these days, in UTC.',
      unit: 'days',
      change: 'in place',
    }).default(3),
    most: whole(1, 50, {
      description: 'How many previews there may be at the same time.',
      unit: 'previews',
      change: 'in place',
    }).default(5),
    replicas: whole(1, 10, {
      description: 'Pods of each process, unless `services` says otherwise.',
      unit: 'pods',
      change: 'in place',
    }).default(1),
    ...ownServers(backing),
    groups: mayBeLeftOut(each(groupsOf(services), () => groupParameters())),
    services: some(
      each(services as D['services'], (service) => serviceParameters(service, backing)),
      {
        description: 'What differs from the services of `within`: a service, and of it what differs.',
        allowed: 'names of services, each with parameters of environments/<name>.json',
        change: 'rolling',
      },
    ),
    logRetentionDays: oneOf(LOG_RETENTION, {
      description: 'How long logs can be searched. They are not archived.',
      unit: 'days',
      change: 'in place',
    }).default(7),
  });
}

/** The schema for what this project declares. */
export type PreviewSchema = ReturnType<typeof previewSchema<Declared>>;

/** What holds for all previews. `services` is as the file says it: what differs. */
export type PreviewParameters = z.output<PreviewSchema>;
