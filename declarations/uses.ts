import type { Service } from './service';

/** A name that a service uses, and where its declaration says so. */
export interface Use {
  readonly name: string;
  readonly path: readonly (string | number)[];
}

/** All that a service uses: what it binds, in that order, and the queues that it only consumes. */
export function usesOf({ bind = [], processes = {} }: Pick<Service, 'bind' | 'processes'>): Use[] {
  const uses = bind.map((name, index): Use => ({ name, path: ['bind', index] }));
  for (const { name, path } of consumedBy({ processes }))
    if (!uses.some((use) => use.name === name)) uses.push({ name, path });
  return uses;
}

/** The names alone. */
export function namesUsedBy(service: Pick<Service, 'bind' | 'processes'>): string[] {
  return usesOf(service).map(({ name }) => name);
}

/** The queue of each process that consumes one. */
export function consumedBy({ processes = {} }: Pick<Service, 'processes'>): (Use & { process: string })[] {
  return Object.entries(processes).flatMap(([process, { consumes }]) =>
    consumes === undefined ? [] : [{ name: consumes, path: ['processes', process, 'consumes'], process }],
  );
}
