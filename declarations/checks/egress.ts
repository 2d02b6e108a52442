import type { Problem } from '../../problems/problem';
import type { Outside, Services } from '../service';
import { problemIn } from './problem-in';

/** What a service opens twice. */
export function checkEgress(services: Services): Problem[] {
  return Object.entries(services).flatMap(([service, { egress = [] }]) =>
    egress.flatMap((outside, index) => {
      if (egress.findIndex((other) => same(other, outside)) === index) return [];
      const got = `${outside.host}:${outside.port} once more`;
      return [problemIn(service, ['egress', index], got, 'each host and port once')];
    }),
  );
}

function same(one: Outside, other: Outside): boolean {
  return one.host === other.host && one.port === other.port;
}
