import type { ThingFields } from '../../../constructs/contract/contract';
import type { Naming } from '../../../constructs/core/naming';
import { databaseName } from '../../../constructs/database/database-names';
import type { Thing } from '../../../declarations/backing';
import { DEFAULT_EVICTION } from '../../../declarations/kinds/eviction';
import type { BackingKind, SectionOf } from '../../../declarations/kinds/kinds';
import { portOf } from '../../../declarations/port';
import type { Environment } from '../../../parameters/environment';
import { cacheEngine } from '../../../parameters/kinds/cache';
import { type ParametersOf, parametersOf } from '../../../parameters/kinds/kinds';
import { dataBucketName } from '../../../stacks/kinds/bucket';
import type { ComposeService } from '../file';
import { queueUrl } from './aws';
import { type CacheAccess, cache, usersFile } from './cache';
import { memcached } from './memcached';
import { MYSQL_MASTER, mysql } from './mysql';
import { accessFile, POSTGRES_MASTER, postgres } from './postgres';
import type { ServerProps } from './server';

export interface ServersProps {
  readonly parameters: Environment['parameters'];
  /** What marks the certificate that servers have. */
  readonly labels: ServerProps['labels'];
  /** Who may sign in to a cache. */
  usersOf(cache: string): readonly CacheAccess[];
}

/** A server of Compose, with files beside the Compose file that it reads, by path. */
export interface MadeServer {
  readonly service: ComposeService;
  readonly files?: Readonly<Record<string, string>>;
}

interface InCompose<K extends BackingKind> {
  /** What the contract tells of a thing here, as far as variables say it. Of a server its name is the host. */
  tells(thing: Thing<K>, naming: Naming): Partial<ThingFields<SectionOf<K>>>;
  /** The server of a thing. Undefined: it has none of its own (aws.ts). */
  serve?(
    thing: Thing<K>,
    parameters: ParametersOf<K>,
    props: Pick<ServersProps, 'usersOf' | 'labels'>,
  ): MadeServer;
}

/** What stands for each kind. */
const IN_COMPOSE: { readonly [K in BackingKind]: InCompose<K> } = {
  database: {
    tells: ({ name, declaration }) => ({
      host: name,
      port: portOf(declaration),
      database: databaseName(name),
    }),
    serve({ name, declaration }, { version }, { labels }) {
      const props = { name, version, port: portOf(declaration), labels };
      const database = databaseName(name);
      const source = masterSecret(name);
      const target = `/run/secrets/${source}`;
      const password = { secrets: [{ source, target }] };
      if (declaration.engine === 'mysql') return { service: mysql(props, database, password, target) };
      const access = `./${name}/pg_hba.conf`;
      return {
        service: postgres(props, database, password, target, access),
        files: { [access]: accessFile },
      };
    },
  },
  cache: {
    tells: ({ name, declaration }) => ({ host: name, port: portOf(declaration) }),
    serve({ name, declaration }, parameters, { labels, usersOf }) {
      const props = { name, version: parameters.version, port: portOf(declaration), labels };
      const users = `./${name}/users.acl`;
      const { eviction = DEFAULT_EVICTION } = declaration;
      return {
        service: cache(props, cacheEngine(declaration, parameters), eviction, users),
        files: { [users]: usersFile(usersOf(name)) },
      };
    },
  },
  memcached: {
    tells: ({ name, declaration }) => ({ servers: [`${name}:${portOf(declaration)}`] }),
    serve: ({ name, declaration }, { version }, { labels }) => ({
      service: memcached({ name, version, port: portOf(declaration), labels }),
    }),
  },
  bucket: { tells: ({ name }, naming) => ({ name: dataBucketName(naming, name) }) },
  queue: { tells: ({ name, declaration }) => ({ url: queueUrl(name, declaration) }) },
};

/** The server of a thing. Undefined: it has none of its own. */
export function serverOf<K extends BackingKind>(
  thing: Thing<K>,
  { parameters, ...props }: ServersProps,
): MadeServer | undefined {
  return inCompose(thing).serve?.(thing, parametersOf(thing, parameters) as ParametersOf<K>, props);
}

/** What the contract tells of a thing here. */
export function toldOf<K extends BackingKind>(thing: Thing<K>, naming: Naming): object {
  return inCompose(thing).tells(thing, naming);
}

/** The kind is that of the thing, which the compiler does not see. */
function inCompose<K extends BackingKind>({ kind }: Thing<K>): InCompose<K> {
  return IN_COMPOSE[kind] as InCompose<K>;
}

/** Whom the setup jobs of a database sign in as. */
export function masterOf({ engine }: Thing<'database'>['declaration']): string {
  return engine === 'mysql' ? MYSQL_MASTER : POSTGRES_MASTER;
}

/** The password of that user, as a secret of the Compose file. */
export function masterSecret(name: string): string {
  return `${name}-master-password`;
}
