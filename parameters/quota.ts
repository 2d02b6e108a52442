import type { Declared } from '../declarations/binding';
import type { Service } from '../declarations/service';
import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { presentIn } from './absent';
import { deploymentsOf, FLAG_AGENT, mostPods, QUEUE_SCALER, scalesByQueue } from './deployments';
import { entryOf } from './entry-of';
import type { Environment } from './environment';
import type { Parameters } from './parameters';
import { type GroupParameters, groupsOf, type ServiceParameters, type Size } from './service-parameters';
import { versionsOf } from './version';

/**
 * Finds quotas that are too small. With such a quota a deploy or a peak of load would stop half way, and only events
 * would show the pods that were not admitted.
 */
export function checkQuotas({ parameters, document }: Environment, declared: Declared): Problem[] {
  return shortages(parameters, presentIn(parameters, declared)).map(({ group, resource, sum, asks }) => {
    const needs = asks.map((ask) => ({ ...ask, need: NEEDS[resource](ask) })).sort((a, b) => b.need - a.need);
    const most = needs
      .slice(0, MOST_SHOWN)
      .map(({ of, pods, need }) => `${of} ${need} by ${pods} ${pods === 1 ? 'pod' : 'pods'}`);
    const largest = needs.find(({ of }) => of !== AGENT.of && of !== SCALER.of)!;
    return problemAt(
      document,
      ['groups', group, resource],
      `${entryOf(parameters.groups, group)[resource]}, though services of the group may take ${sum}, most of it ${most.join(', ')}`,
      `${sum} or more here, or less below ${largest.of}`,
    );
  });
}

/** A quota that is too small. */
export interface Shortage {
  readonly group: string;
  readonly resource: keyof GroupParameters;
  /** What it has to be at least. */
  readonly sum: number;
  readonly asks: readonly Ask[];
}

/** The quotas that are less than what services of their groups may take together. */
export function shortages(
  { groups, services: parameters }: Pick<Parameters, 'groups' | 'services'>,
  { services }: Pick<Declared, 'services'>,
): Shortage[] {
  return Object.entries(groupsOf(services)).flatMap(([group, names]) => {
    const own = names.flatMap((name) => asksOf(name, services[name]!, entryOf(parameters, name)));
    const flags = names.some((name) => Object.keys(services[name]!.flags ?? {}).length > 0);
    const scaler = names.some((name) => scalesByQueue(services[name]!, entryOf(parameters, name)).length > 0);
    const asks = [...own, ...(flags ? [AGENT] : []), ...(scaler ? [SCALER] : [])];
    return (Object.keys(NEEDS) as (keyof GroupParameters)[])
      .map((resource) => {
        const sum = asks.reduce((total, ask) => total + NEEDS[resource](ask), 0);
        return { group, resource, sum, asks };
      })
      .filter(({ resource, sum }) => sum > entryOf(groups, group)[resource]);
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

const SCALER: Ask = { of: 'the scaler of the queues', pods: mostPods(QUEUE_SCALER), size: QUEUE_SCALER };

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

const MOST_SHOWN = 3;
