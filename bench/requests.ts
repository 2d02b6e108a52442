/** A request that Terraform sent during a plan. */
export interface Request {
  /** Operation of the AWS service, such as `DescribeVpcs`. */
  readonly operation: string;
  /** Type of the managed resource whose refresh needed it. Undefined: anything else. */
  readonly refreshOf?: string;
}

/** What of Terraform's log is read: one JSON object a line (`TF_LOG=JSON`). */
interface Entry {
  readonly '@message'?: string;
  readonly 'rpc.method'?: string;
  readonly tf_rpc?: string;
  readonly tf_resource_type?: string;
}

/** Every request in Terraform's log, those of the state's backend included. */
export function readRequests(log: string): Request[] {
  return log
    .split('\n')
    .filter((line) => line.includes('HTTP Request Sent'))
    .map((line) => JSON.parse(line) as Entry)
    .filter((entry) => entry['@message'] === 'HTTP Request Sent')
    .map((entry) => ({
      operation: entry['rpc.method'] ?? 'unknown',
      refreshOf: entry.tf_rpc === 'ReadResource' ? entry.tf_resource_type : undefined,
    }));
}

/** Counts by name, the largest first. */
export function countBy<T>(items: readonly T[], name: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
