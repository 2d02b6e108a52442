import type { Construct } from 'constructs';
import type { Watch } from '../constructs/alarms/watch';
import { Cache } from '../constructs/cache/cache';
import { Memcached } from '../constructs/cache/memcached';
import type { ContractFields } from '../constructs/contract/contract';
import { type Naming, resourceName } from '../constructs/core/naming';
import type { Protection } from '../constructs/core/protection';
import { Database } from '../constructs/database/database';
import type { Keys } from '../constructs/encryption/keys';
import type { LogGroups } from '../constructs/logs/log-groups';
import type { Network } from '../constructs/network/network';
import { Bucket } from '../constructs/storage/bucket';
import type {
  Backing,
  CacheEngine,
  CacheDeclaration as DeclaredCache,
  DatabaseDeclaration as DeclaredDatabase,
} from '../declarations/backing';
import { portOf } from '../declarations/port';
import type { BucketParameters, Parameters } from '../parameters/parameters';
import type { CacheParameters, DatabaseParameters, MemcachedParameters } from '../parameters/sizes';

export interface BackingServicesProps {
  /** What is made, as declared. */
  readonly backing: Backing;
  readonly naming: Naming;
  readonly protection: Protection;
  readonly network: Pick<Network, 'vpcId' | 'dataSubnetIds'>;
  readonly keys: Keys;
  readonly logs: LogGroups;
  readonly alerts: Watch;
  /** Name of the bucket that keeps the record of every access to a bucket. */
  readonly accessLogs: string;
  readonly parameters: Sizes;
  /** What is on servers of another environment. Default: nothing. */
  readonly elsewhere?: Elsewhere;
}

/** Sizes of what is made. */
export interface Sizes {
  readonly databases: Partial<Parameters['databases']>;
  readonly caches: Partial<Parameters['caches']>;
  readonly buckets: Parameters['buckets'];
}

/** Undefined for what is made here. */
export interface Elsewhere {
  database(name: string): BackingContract['databases'][string] | undefined;
  cache(name: string, engine: CacheEngine): BackingContract['caches'][string] | undefined;
}

/** What the contract says of the backing services. */
export type BackingContract = Pick<ContractFields, 'databases' | 'caches' | 'buckets'>;

/** Makes what is declared, in the sizes of the parameters. */
export function createBackingServices(scope: Construct, props: BackingServicesProps): BackingContract {
  const { backing, elsewhere } = props;
  return {
    databases: each(
      backing.databases,
      (name, declared) => elsewhere?.database(name) ?? createDatabase(scope, name, declared, props),
    ),
    caches: each(
      backing.caches,
      (name, declared) =>
        elsewhere?.cache(name, declared.engine) ?? createCache(scope, name, declared, props),
    ),
    buckets: each(backing.buckets, (name) => createBucket(scope, name, props)),
  };
}

function createDatabase(
  scope: Construct,
  name: string,
  declared: DeclaredDatabase,
  props: BackingServicesProps,
): BackingContract['databases'][string] {
  const { engine } = declared;
  const parameters = sizes<DatabaseParameters>(props.parameters.databases, name);
  const port = portOf(declared);
  const database = new Database(scope, `database-${name}`, { ...props, name, engine, port, parameters });
  return {
    engine,
    host: database.host,
    port: database.port,
    database: database.databaseName,
    masterSecretArn: database.secretArn,
    securityGroupId: database.securityGroup.id,
    resourceId: database.resourceId,
  };
}

function createCache(
  scope: Construct,
  name: string,
  declared: DeclaredCache,
  props: BackingServicesProps,
): BackingContract['caches'][string] {
  const { engine } = declared;
  const port = portOf(declared);
  if (engine === 'memcached') {
    const parameters = sizes<MemcachedParameters>(props.parameters.caches, name);
    const cache = new Memcached(scope, `cache-${name}`, { ...props, name, port, parameters });
    const { host, servers, securityGroup } = cache;
    return { engine, host, port, securityGroupId: securityGroup.id, servers: [...servers] };
  }
  const parameters = sizes<CacheParameters>(props.parameters.caches, name);
  const cache = new Cache(scope, `cache-${name}`, { ...props, name, engine, port, parameters });
  return {
    engine,
    host: cache.host,
    port: cache.port,
    securityGroupId: cache.securityGroup.id,
    userGroupId: cache.userGroupId,
  };
}

function createBucket(
  scope: Construct,
  name: string,
  { naming, protection, keys, accessLogs, parameters }: BackingServicesProps,
): BackingContract['buckets'][string] {
  const bucket = new Bucket(scope, `bucket-${name}`, {
    // The platform's own buckets are not called data.
    name: resourceName(naming, 'bucket', 'data', name),
    protection,
    keyArn: keys.data.arn,
    accessLogs,
    ...sizes<BucketParameters>(parameters.buckets, name),
  });
  return { name: bucket.name, arn: bucket.arn };
}

/** The schema has the same names as the declaration, so there is always one. */
function sizes<T>(all: object, name: string): T {
  return (all as Record<string, T>)[name]!;
}

function each<T, R>(
  all: Readonly<Record<string, T>>,
  make: (name: string, thing: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(all).map(([name, thing]) => [name, make(name, thing)]));
}
