import { PORT_NAME } from '../../../constructs/services/pods/probes';
import { shellWord } from '../../../programs/shell-word';
import { type ComposeService, literal } from '../file';
import type { WrittenContainer, WrittenProbe } from './objects';
import { BUSYBOX } from './tools';

/**
 * Both probes of a container as the one check that Compose knows: it is healthy while it is ready and lives. Compose
 * restarts nothing that is unhealthy.
 */
export function healthCheck(container: WrittenContainer): Pick<ComposeService, 'healthcheck'> {
  const { readiness_probe: ready, liveness_probe: live, startup_probe: start } = container;
  const probes = [ready, live].filter((probe) => probe !== undefined);
  const [first] = probes;
  if (first === undefined) return {};
  const port = container.port?.[0]?.container_port;
  const startSeconds = start
    ? start.failure_threshold * start.period_seconds
    : (live?.initial_delay_seconds ?? 0);
  const commands = probes.map((probe) => shell(probe, port));
  return {
    healthcheck: {
      test: ['CMD', BUSYBOX, 'sh', '-c', literal(commands.join(' && '))],
      interval: `${first.period_seconds}s`,
      timeout: `${probes.reduce((sum, probe) => sum + probe.timeout_seconds, 0)}s`,
      retries: first.failure_threshold,
      start_period: `${startSeconds}s`,
    },
  };
}

function shell({ http_get: http, tcp_socket: tcp, exec, grpc }: WrittenProbe, own?: number): string {
  if (exec) return exec.command.map(quoted).join(' ');
  if (tcp) return `${BUSYBOX} nc -z 127.0.0.1 ${tcp[0]!.port}`;
  // No program here speaks gRPC: that it listens has to be enough.
  if (grpc) return `${BUSYBOX} nc -z 127.0.0.1 ${own}`;
  const port = http!.port === PORT_NAME ? own : http!.port;
  const url = quoted(`http://127.0.0.1:${port}${http!.path}`);
  return `${BUSYBOX} wget -q -O /dev/null ${url}`;
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : shellWord(text);
}
