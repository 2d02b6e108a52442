import type { Backing } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { checkDeclarations } from '../../declarations/checks/declarations';
import type { Process, Service } from '../../declarations/service';

export const backing: Backing = {
  databases: { orders: { engine: 'postgres' }, products: { engine: 'mysql' } },
  caches: { sessions: { engine: 'redis' }, pages: { engine: 'memcached' } },
  buckets: { assets: {} },
};

export const process: Process = { port: 8080, ready: '/ready', live: '/live' };

/** A small valid service, for a test to spoil. */
export const service = (changes: Partial<Service> = {}): Service => ({
  description: 'The shop',
  group: 'shop',
  processes: { web: process },
  ...changes,
});

/** What is wrong, as `file path: got → allowed`. */
export function faults(declared: Partial<Declared>): string[] {
  const { problems } = checkDeclarations({ backing, services: {}, ...declared });
  return problems.map(({ file, path, got, allowed }) => `${file} ${path}: ${got} → ${allowed}`);
}

/** What is wrong with a service that is spoilt, below its file's name. */
export function faultsOf(changes: Partial<Service>): string[] {
  return faults({ services: { shop: service(changes) } }).map((fault) =>
    fault.replace(/^services\/shop\.ts /, ''),
  );
}
