import type { Services } from './service';

/** Names of services, each after those that it binds. There is no cycle among them (declarations/checks/cycles.ts). */
export function startOrder(services: Services): string[] {
  const order = new Set<string>();
  const add = (name: string) => {
    const service = services[name];
    if (!service || order.has(name)) return;
    for (const bound of service.bind ?? []) add(bound);
    order.add(name);
  };
  for (const name of Object.keys(services)) add(name);
  return [...order];
}
