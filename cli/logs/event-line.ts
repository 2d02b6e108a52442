import { paint } from '../../console/paint';
import type { LogForm, LogReading } from '../../declarations/log-form';

/** As CloudWatch Logs has it. */
export interface LogEvent {
  readonly eventId: string;
  /** In milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** What the agent sends of a line: constructs/cluster/application-log.ts. */
interface Sent {
  readonly log?: string;
  readonly log_processed?: Readonly<Record<string, unknown>>;
  readonly kubernetes?: { readonly pod_name?: string };
}

/** An event for people: time, pod, level, message. */
export function eventLine({ timestamp, message }: LogEvent, { forms }: LogReading): string {
  const { log, log_processed: line, kubernetes } = read(message);
  const time = new Date(timestamp).toISOString().replace('T', ' ').replace('Z', '');
  const head = `${paint('quiet', time)} ${kubernetes?.pod_name ?? ''}`;
  if (line === undefined) return `${head} ${(log ?? message).trimEnd()}`;
  const form = forms.find((one) => valueAt(line, one.level) !== undefined) ?? forms[0];
  const level = valueAt(line, form.level);
  const text = valueAt(line, form.message ?? 'message');
  const told = level === undefined ? '' : levelText(level, form);
  return `${head} ${told}${typeof text === 'string' ? text : JSON.stringify(line)}`;
}

function read(message: string): Sent {
  try {
    return JSON.parse(message) as Sent;
  } catch {
    return {};
  }
}

/** `log.level` is the property of an object. */
function valueAt(line: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], line);
}

function levelText(level: unknown, { error }: LogForm): string {
  const isError =
    'atLeast' in error
      ? Number(level) >= error.atLeast
      : error.some((one) => patternOf(one).test(`${level}`));
  return `${isError ? paint('bad', `${level}`) : level} `;
}

function patternOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.+?^$(){}|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}
