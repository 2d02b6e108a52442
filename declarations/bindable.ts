import type { Service } from './service';

/** What can be bound without being declared: addresses outside of the VPC. */
export const INTERNET = 'internet';

/** Whether a service has something that others can call. */
export function answers({ processes = {} }: Service): boolean {
  return Object.values(processes).some(({ port }) => port !== undefined);
}
