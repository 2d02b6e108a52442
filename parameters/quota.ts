import type { Declared } from '../declarations/binding';
import type { Service } from '../declarations/service';
import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { deploymentsOf, FLAG_AGENT, mostPods } from './deployments';
import { entryOf } from './entry-of';
import type { Environment } from './environment';
import { type GroupParameters, groupsOf, type ServiceParameters, type Size } from './service-parameters';
import { versionsOf } from './version';

/**
 * Finds quotas that are too small. With such a quota a deploy or a peak of load would stop half way, and only events
 * would show the pods that were not admitted.
 */
export function checkQuotas(environment: Environment, { services }: Declared): Problem[] {
  const { services: parameters } = environment.parameters;
  return Object.entries(groupsOf(services)).flatMap(([group, names]) => {
    const asks = names.flatMap((name) => asksOf(name, services[name]!, entryOf(parameters, name)));
    const flags = names.some((name) => Object.keys(services[name]!.flags ?? {}).length > 0);
    return checkGroup(environment, group, flags ? [...asks, AGENT] : asks);
  });
}

/** Pods of one kind, at most at the same time. */
interface Ask {
  /** Where their number or size stands, for messages. */
  readonly of: string;
  readonly pods: number;
  readonly size: Size;
}

const AGENT: Ask = { of: 'the agent of the flags', pods: mostPods(FLAG_AGENT), size: FLAG_AGENT };

/** One-off commands that somebody may run at the same time as all else. */
const ADMIN_JOBS = 1;

/** Processes at their peak while a version is rolled out, and all jobs together. */
function asksOf(name: string, service: Service, parameters: ServiceParameters): Ask[] {
  const processes = deploymentsOf(service, parameters).map(({ process, parameters: ofProcess }) => ({
    of: `services.${name}.processes.${process}`,
    pods: mostPods(ofProcess),
    size: ofProcess,
  }));
  const releases = service.release ? versionsOf(parameters).length : 0;
  const jobs = Object.keys(service.schedules ?? {}).length + releases + ADMIN_JOBS;
  return [...processes, { of: `services.${name}.jobs`, pods: jobs, size: parameters.jobs }];
}

const NEEDS: Readonly<Record<keyof GroupParameters, (ask: Ask) => number>> = {
  cpuMillicores: ({ pods, size }) => pods * size.cpuMillicores,
  memoryMiB: ({ pods, size }) => pods * size.memoryMiB,
  pods: ({ pods }) => pods,
};

function checkGroup(environment: Environment, group: string, asks: readonly Ask[]): Problem[] {
  const quota = entryOf(environment.parameters.groups, group);
  return (Object.keys(NEEDS) as (keyof GroupParameters)[]).flatMap((resource) => {
    const needs = asks.map((ask) => ({ ...ask, need: NEEDS[resource](ask) })).sort((a, b) => b.need - a.need);
    const sum = needs.reduce((total, { need }) => total + need, 0);
    if (sum <= quota[resource]) return [];
    const most = needs
      .slice(0, MOST_SHOWN)
      .map(({ of, pods, need }) => `${of} ${need} by ${pods} ${pods === 1 ? 'pod' : 'pods'}`);
    const largest = needs.find((ask) => ask.of !== AGENT.of)!;
    return [
      problemAt(
        environment.document,
        ['groups', group, resource],
        `${quota[resource]}, though services of the group may take ${sum}, most of it ${most.join(', ')}`,
        `${sum} or more here, or less below ${largest.of}`,
      ),
    ];
  });
}

const MOST_SHOWN = 3;
