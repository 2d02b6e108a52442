/** A container, as the log agent names it. */
export interface Container {
  readonly namespace: string;
  readonly service: string;
  /** Default: a process of the service. */
  readonly container?: string;
}

/**
 * A line as the log agent sends it by the configuration of constructs/cluster/application-log.ts: a JSON object becomes
 * `log_processed` and nothing else of it stays, any other text stays in `log`.
 * Source: Fluent Bit 3, plugins/filter_kubernetes/kubernetes.c, merge_log_handler, which merges maps alone.
 */
export function sent(line: string, { namespace, service, container = 'web' }: Container): string {
  const parsed = jsonObject(line);
  return JSON.stringify({
    time: '2026-11-30T02:15:26.369068795Z',
    stream: 'stdout',
    _p: 'F',
    ...(parsed === undefined ? { log: line } : { log_processed: parsed }),
    kubernetes: {
      pod_name: `${service}-web-5f7c9d8b6-x2x2x`,
      namespace_name: namespace,
      container_name: container,
      labels: { 'app.kubernetes.io/name': service, service, version: '1.4.0' },
    },
    az: 'eu-central-1a',
  });
}

function jsonObject(line: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
