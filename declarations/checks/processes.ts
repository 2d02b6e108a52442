import type { Problem } from '../../problems/problem';
import type { Probe, Process, Services } from '../service';
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
    return all.flatMap(([name, process]) => [
      ...checkProbes(service, name, process),
      ...checkSame(service, name, process),
      ...checkProtocol(service, name, process),
    ]);
  });
}

function checkProbes(service: string, name: string, process: Process): Problem[] {
  const refuse = (probe: string, got: string, allowed: string) =>
    problemIn(service, ['processes', name, probe], got, allowed);
  if (process.port !== undefined) {
    return PROBES.filter((probe) => process[probe] === undefined).map((probe) =>
      refuse(
        probe,
        'nothing, of a process with a port',
        `a path such as "/${probe}", a command, or a port of its own: others send requests to it, and have to know whether they may`,
      ),
    );
  }
  return PROBES.filter((probe) => typeof process[probe] === 'string').map((probe) =>
    refuse(
      probe,
      `"${process[probe]}", a path, of a process without a port`,
      `nothing, a command such as ["bin/worker", "${probe}"], or { port: 8081, path: '${process[probe]}' }, a port of its own`,
    ),
  );
}

/** A pod that is not ready gets no requests and recovers; one that is not live is restarted. */
function checkSame(service: string, name: string, { port, ready, live }: Process): Problem[] {
  if (port === undefined || ready === undefined || live === undefined) return [];
  if (JSON.stringify(asked(ready, port)) !== JSON.stringify(asked(live, port))) return [];
  return [
    problemIn(
      service,
      ['processes', name, 'live'],
      `${JSON.stringify(live)}, as ready has it`,
      'another question: ready may ask for what the service binds, and a fault there would restart all pods by live, which only makes it worse',
    ),
  ];
}

function asked(probe: Probe, port: number): Probe {
  return typeof probe === 'string' ? { port, path: probe } : probe;
}

/** What speaks gRPC knows no paths, and nothing else knows its health service. */
function checkProtocol(service: string, name: string, process: Process): Problem[] {
  const { port, protocol = 'http1' } = process;
  if (port === undefined && process.protocol !== undefined) {
    const got = `"${protocol}" of a process without a port`;
    return [problemIn(service, ['processes', name, 'protocol'], got, 'no protocol, or a port')];
  }
  return PROBES.flatMap((probe) => {
    const asked = process[probe];
    const refuse = (got: string, allowed: string) => [
      problemIn(service, ['processes', name, probe], got, allowed),
    ];
    if (protocol === 'grpc' && typeof asked === 'string') {
      return refuse(`"${asked}", a path, of a process that speaks gRPC`, "{ grpc: '' }, or a command");
    }
    if (protocol !== 'grpc' && typeof asked === 'object' && 'grpc' in asked) {
      const allowed = `a command${port === undefined ? '' : ' or a path'}, or protocol: 'grpc'`;
      return refuse(`the health service of gRPC, of a process that speaks ${protocol}`, allowed);
    }
    return [];
  });
}

const PROBES = ['ready', 'live'] as const;
