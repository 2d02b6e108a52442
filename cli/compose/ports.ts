import { FLAGS } from '../../constructs/services/flags/flag-agent';
import type { ComposeWorkload } from './pods/workloads';

/** Of the first process on this machine. */
const FIRST_PORT = 8080;

/** Compose has nothing that answers at port 80 for whatever port a container has, as a Service of Kubernetes does. */
export function withPorts(text: string, workloads: readonly ComposeWorkload[]): string {
  let result = text;
  for (const { host, container } of workloads) {
    if (host === undefined) continue;
    result = result.replaceAll(`http://${host}`, `http://${host}:${container.port![0]!.container_port}`);
  }
  return result;
}

/** The same for a process whichever services are chosen. */
export function publishedPorts(workloads: readonly ComposeWorkload[]): Record<string, number> {
  const answering = workloads.filter(({ host, service }) => host !== undefined && service !== FLAGS);
  const names = answering.map(({ name }) => name).sort();
  return Object.fromEntries(names.map((name, index) => [name, FIRST_PORT + index]));
}
