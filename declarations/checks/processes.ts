import type { Problem } from '../../problems/problem';
import type { Process, Services } from '../service';
import { problemIn } from './problem-in';

/** What a service runs. */
export function checkProcesses(services: Services): Problem[] {
  return Object.entries(services).flatMap(([service, { processes = {}, schedules = {} }]) => {
    const all = Object.entries(processes);
    if (all.length === 0 && Object.keys(schedules).length === 0) {
      return [
        problemIn(service, [], 'neither processes nor schedules', 'one of them, as nothing runs otherwise'),
      ];
    }
    return all.flatMap(([name, process]) => checkProbes(service, name, process));
  });
}

function checkProbes(service: string, name: string, process: Process): Problem[] {
  if (process.port !== undefined) return [];
  return (['ready', 'live'] as const)
    .filter((probe) => typeof process[probe] === 'string')
    .map((probe) =>
      problemIn(
        service,
        ['processes', name, probe],
        `"${process[probe]}", a path, of a process without a port`,
        'a command such as ["bin/worker", "ready"], or give the process a port',
      ),
    );
}
