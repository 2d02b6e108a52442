import { type ComposeService, literal } from '../file';
import type { WrittenContainer, WrittenProbe } from './objects';
import { BUSYBOX } from './tools';

/**
 * Both probes of a container as the one check that Compose knows: it is healthy while it is ready and lives. Compose
 * restarts nothing that is unhealthy.
 */
export function healthCheck(container: WrittenContainer): Pick<ComposeService, 'healthcheck'> {
  const { readiness_probe: ready, liveness_probe: live, startup_probe: start } = container;
  if (!ready || !live) return {};
  const port = container.port?.[0]?.container_port;
  const startSeconds = start
    ? start.failure_threshold * start.period_seconds
    : (live.initial_delay_seconds ?? 0);
  const commands = [ready, live].map((probe) => shell(probe, port));
  return {
    healthcheck: {
      test: ['CMD', BUSYBOX, 'sh', '-c', literal(commands.join(' && '))],
      interval: `${ready.period_seconds}s`,
      timeout: `${ready.timeout_seconds + live.timeout_seconds}s`,
      retries: ready.failure_threshold,
      start_period: `${startSeconds}s`,
    },
  };
}

function shell({ http_get: http, exec }: WrittenProbe, port?: number): string {
  if (exec) return exec.command.map(quoted).join(' ');
  const url = quoted(`http://127.0.0.1:${port}${http!.path}`);
  return `${BUSYBOX} wget -q -O /dev/null ${url}`;
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
