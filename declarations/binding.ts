import type { Backing, CacheEngine, DatabaseEngine } from './backing';
import type { Service, Services } from './service';

/** What exists to be bound. */
export interface Declared {
  readonly backing: Backing;
  readonly services: Services;
}

/** What a name in a service's `bind` list means, and the names of the variables that the service gets for it. */
export type Binding =
  | DatabaseBinding
  | CacheBinding
  | MemcachedBinding
  | BucketBinding
  | ServiceBinding
  | InternetBinding;

export interface DatabaseBinding {
  readonly kind: 'database';
  readonly name: string;
  readonly engine: DatabaseEngine;
  readonly variables: { readonly url: string; readonly password: string };
}

/** Redis or Valkey. */
export interface CacheBinding {
  readonly kind: 'cache';
  readonly name: string;
  readonly engine: Exclude<CacheEngine, 'memcached'>;
  readonly variables: { readonly url: string; readonly password: string; readonly prefix: string };
}

export interface MemcachedBinding {
  readonly kind: 'memcached';
  readonly name: string;
  readonly variables: { readonly servers: string; readonly tls: string; readonly prefix: string };
}

export interface BucketBinding {
  readonly kind: 'bucket';
  readonly name: string;
  readonly variables: { readonly name: string };
}

export interface ServiceBinding {
  readonly kind: 'service';
  readonly name: string;
  readonly group: string;
  /** The one that answers: the first that has a port. */
  readonly process: string;
  readonly port: number;
  readonly variables: { readonly url: string };
}

/** Addresses outside of the VPC, by HTTPS. */
export interface InternetBinding {
  readonly kind: 'internet';
  readonly name: 'internet';
  readonly variables: Readonly<Record<never, string>>;
}

/**
 * What a `bind` list means, in its order.
 * @throws when a name is not declared, or is a service that answers nobody.
 */
export function bindingsOf(bind: readonly string[], declared: Declared): Binding[] {
  const seen = new Set<string>();
  /** Nothing for the first of a kind, then the name of the thing. */
  const prefix = (kind: string, name: string) => {
    if (seen.has(kind)) return `${capitals(name)}_`;
    seen.add(kind);
    return '';
  };
  return bind.map((name) => bindingOf(name, declared, prefix));
}

function bindingOf(
  name: string,
  { backing, services }: Declared,
  prefix: (kind: string, name: string) => string,
): Binding {
  if (name === 'internet') return { kind: 'internet', name, variables: {} };
  const database = own(backing.databases, name);
  if (database) {
    const before = prefix('database', name);
    const variables = { url: `${before}DATABASE_URL`, password: `${before}DATABASE_PASSWORD` };
    return { kind: 'database', name, engine: database.engine, variables };
  }
  const cache = own(backing.caches, name);
  if (cache?.engine === 'memcached') {
    const before = prefix('memcached', name);
    const variables = {
      servers: `${before}MEMCACHED_SERVERS`,
      tls: `${before}MEMCACHED_TLS`,
      prefix: `${before}MEMCACHED_PREFIX`,
    };
    return { kind: 'memcached', name, variables };
  }
  if (cache) {
    const before = prefix('cache', name);
    const variables = {
      url: `${before}REDIS_URL`,
      password: `${before}REDIS_PASSWORD`,
      prefix: `${before}REDIS_PREFIX`,
    };
    return { kind: 'cache', name, engine: cache.engine, variables };
  }
  if (own(backing.buckets, name)) {
    return { kind: 'bucket', name, variables: { name: `${capitals(name)}_BUCKET` } };
  }
  const service = own(services, name);
  if (service) return serviceBinding(name, service);
  throw new Error(`bind: got "${name}", allowed ${allowed(backing, services)}`);
}

function serviceBinding(name: string, { group, processes = {} }: Service): ServiceBinding {
  for (const [process, { port }] of Object.entries(processes)) {
    if (port === undefined) continue;
    return { kind: 'service', name, group, process, port, variables: { url: `${capitals(name)}_URL` } };
  }
  throw new Error(
    `bind: got "${name}", a service without a process that has a port, allowed those that serve HTTP`,
  );
}

function allowed({ databases, caches, buckets }: Backing, services: Services): string {
  return [databases, caches, buckets, services].flatMap(Object.keys).concat('internet').join(', ');
}

function own<T>(things: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(things, name) ? things[name] : undefined;
}

function capitals(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
