import { PROCESS_DEFAULTS } from '../declarations/process-defaults';
import type { Service } from '../declarations/service';
import type { ProcessParameters, ServiceParameters } from './service-parameters';
import { type Running, versionsOf } from './version';

/** One process of a service in one version: what a Deployment is made of. */
export interface Deployed {
  readonly process: string;
  readonly running: Running;
  /** Of the first version, or the only one. */
  readonly first: boolean;
  readonly parameters: ProcessParameters;
}

/** How many pods more than wanted there may be while others are rolled out, of a hundred. Rounded up. */
export const SURGE_PERCENT = 25;

/** What the agent that serves the flags of a group takes of the group's quota. */
export const FLAG_AGENT: ProcessParameters = { replicas: 2, cpuMillicores: 50, memoryMiB: 64 };

/** What the scaler of a group takes of its quota. */
export const QUEUE_SCALER: ProcessParameters = { replicas: 1, cpuMillicores: 50, memoryMiB: 192 };

/** Pods of a process at most. */
export function mostPods({ replicas, maxReplicas = replicas }: ProcessParameters): number {
  const wanted = Math.max(replicas, maxReplicas);
  return wanted + Math.ceil((wanted * SURGE_PERCENT) / 100);
}

/** Every process in the first version, and those that a route leads to in each further one, for its share of requests. */
export function deploymentsOf(service: Service, parameters: ServiceParameters): Deployed[] {
  const routed = new Set(service.routes?.map(({ process }) => process));
  return versionsOf(parameters).flatMap((running, index) =>
    Object.keys(service.processes ?? {})
      .filter((process) => index === 0 || routed.has(process))
      .map((process) => ({
        process,
        running,
        first: index === 0,
        parameters: parameters.processes[process]!,
      })),
  );
}

/** Whether the number of pods follows the load. */
export function scales({ replicas, maxReplicas }: ProcessParameters): boolean {
  return maxReplicas !== undefined && maxReplicas > replicas;
}

/** The processes of a service whose number of pods follows the queue that they consume. */
export function scalesByQueue({ processes = {} }: Service, parameters: ServiceParameters): QueueFollower[] {
  return Object.entries(processes).flatMap(([process, { consumes, scaleAtMessages }]) => {
    const { replicas, maxReplicas } = parameters.processes[process]!;
    if (consumes === undefined || maxReplicas === undefined || maxReplicas <= replicas) return [];
    const messagesPerPod = scaleAtMessages ?? PROCESS_DEFAULTS.scaleAtMessages;
    return [{ process, queue: consumes, messagesPerPod, minReplicas: replicas, maxReplicas }];
  });
}

/** How the number of pods of a process follows a queue. */
export interface QueueFollower {
  readonly process: string;
  /** Of `services/backing.ts`. */
  readonly queue: string;
  readonly messagesPerPod: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}
