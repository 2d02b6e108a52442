import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Declared } from '../../declarations/binding';
import type { Environment } from '../../parameters/environment';
import { loadEnvironments } from '../../parameters/load';
import { ParameterError, type Problem } from '../../problems/problem';
import { declared } from '../fixture/services/declared';

/** Writes files, objects as JSON, into a directory that lasts as long as `use`. */
export function withFiles<T>(files: Record<string, unknown>, use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'environments-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
      writeFileSync(join(directory, name), text);
    }
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The environments of some files, or everything that is wrong with them. Any other error is a bug. */
export function load(files: Record<string, unknown>, what: Declared = declared): Environment[] | Problem[] {
  return withFiles(files, (directory) => {
    try {
      return loadEnvironments(directory, what);
    } catch (error) {
      if (error instanceof ParameterError) return [...error.problems];
      throw error;
    }
  });
}

/** What is wrong with some files, as `path: got → allowed`. */
export function problems(files: Record<string, unknown>, what?: Declared): string[] {
  return load(files, what).map((item) => {
    if (!('got' in item)) throw new Error(`expected problems, got environment ${item.name}`);
    return `${item.path}: ${item.got} → ${item.allowed}`;
  });
}

/** A small valid file, for a test to spoil. */
export const valid = (changes: Record<string, unknown> = {}) => ({
  account: '111111111111',
  owner: 'team@acme.example',
  network: { cidr: '10.10.0.0/16' },
  cluster: { version: '1.35' },
  databases: {
    orders: { version: '17.10', instanceClass: 'db.t4g.small', storageGiB: 20, maxStorageGiB: 50 },
    products: { version: '8.4.10', instanceClass: 'db.t4g.medium', storageGiB: 20, maxStorageGiB: 50 },
  },
  caches: {
    sessions: { version: '7.1', nodeType: 'cache.t4g.micro' },
    pages: { version: '1.6.22', nodeType: 'cache.t4g.micro' },
  },
  buckets: { assets: {} },
  queues: { mails: {} },
  services: {
    storefront: { version: '1.4.2' },
    catalog: { version: '1.8.3' },
    report: { version: '2.0.4' },
  },
  ...changes,
});

export const other = (changes: Record<string, unknown> = {}) =>
  valid({ account: '222222222222', network: { cidr: '10.20.0.0/16' }, ...changes });

/** The environment of a valid file. */
export function environment(name = 'dev', file: unknown = valid()): Environment {
  const [found] = load({ [`${name}.json`]: file });
  if (!found || !('parameters' in found))
    throw new Error(`expected an environment, got ${JSON.stringify(found)}`);
  return found;
}
