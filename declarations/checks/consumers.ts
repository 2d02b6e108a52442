import type { Problem } from '../../problems/problem';
import { suggest } from '../../problems/suggest';
import { thingsOf } from '../backing';
import type { Declared } from '../binding';
import { QUEUE_DEFAULTS } from '../kinds/queue';
import { PROCESS_DEFAULTS } from '../process-defaults';
import type { Process } from '../service';
import { problemIn } from './problem-in';

/** Processes that consume a queue. */
export function checkConsumers({ backing, services }: Declared): Problem[] {
  const queues = new Map(
    thingsOf(backing).flatMap((thing) =>
      thing.kind === 'queue'
        ? [[thing.name, thing.declaration.jobSeconds ?? QUEUE_DEFAULTS.jobSeconds] as const]
        : [],
    ),
  );
  return Object.entries(services).flatMap(([service, { processes = {} }]) =>
    Object.entries(processes).flatMap(([name, process]) =>
      faultsOf(process, queues).map(({ field, got, allowed }) =>
        problemIn(service, ['processes', name, field], got, allowed),
      ),
    ),
  );
}

interface Fault extends Pick<Problem, 'got' | 'allowed'> {
  readonly field: keyof Process;
}

/** @param queues how long work on a message of each takes at most. */
function faultsOf(process: Process, queues: ReadonlyMap<string, number>): Fault[] {
  const {
    consumes,
    scaleAtMessages,
    scaleAtCpuPercent,
    drainSeconds = PROCESS_DEFAULTS.drainSeconds,
  } = process;
  if (consumes === undefined) {
    if (scaleAtMessages === undefined) return [];
    const allowed = 'it beside consumes, which names the queue';
    return [
      { field: 'scaleAtMessages', got: `${scaleAtMessages}, of a process that consumes no queue`, allowed },
    ];
  }
  const names = [...queues.keys()];
  const jobSeconds = queues.get(consumes);
  if (jobSeconds === undefined) {
    const got = `"${consumes}", which is no queue${suggest(consumes, names)}`;
    const allowed = `${names.join(', ') || 'none, as there is no queue'}; declare others in services/backing.ts`;
    return [{ field: 'consumes', got, allowed }];
  }
  const faults: Fault[] = [];
  if (scaleAtCpuPercent !== undefined) {
    const got = `${scaleAtCpuPercent}, of a process that consumes a queue`;
    faults.push({ field: 'scaleAtCpuPercent', got, allowed: 'scaleAtMessages: it follows the queue' });
  }
  if (drainSeconds < jobSeconds) {
    const got = `${drainSeconds}, less than the ${jobSeconds} seconds that a message of "${consumes}" takes`;
    faults.push({
      field: 'drainSeconds',
      got,
      allowed: `${jobSeconds} or more, or a smaller jobSeconds of the queue in services/backing.ts`,
    });
  }
  return faults;
}
