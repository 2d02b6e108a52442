import { digestOf } from './digest-of';

/** How the lines of a log tell what they are. Each line is one JSON object. */
export interface LogForm {
  /**
   * The property that holds the level: letters, digits and `_`, with a dot before the property of an object
   * (`log.level`), at most 50 characters. A property whose own name has a dot can't be declared.
   */
  readonly level: string;
  /**
   * The levels that are errors: texts as the log writes them, in their case, `*` for any characters, at most 8 of at most
   * 30 characters; or the lowest number that is one.
   */
  readonly error: readonly string[] | { readonly atLeast: number };
  /** The property that says what happened. Default `message`. */
  readonly message?: string;
}

/**
 * What logging libraries write, as they are set up for JSON. test/log-presets/ runs each of them.
 * slog: JSONHandler, whose levels above ERROR read ERROR+4. zap: NewProduction. pino: as it is, 50 is error and 60 fatal.
 * logback: LogstashEncoder of logstash-logback-encoder. python: JsonFormatter of python-json-logger with `levelname`.
 */
export const PRESETS = {
  slog: { level: 'level', error: ['ERROR*'], message: 'msg' },
  zap: { level: 'level', error: ['error', 'dpanic', 'panic', 'fatal'], message: 'msg' },
  pino: { level: 'level', error: { atLeast: 50 }, message: 'msg' },
  logback: { level: 'level', error: ['ERROR'] },
  python: { level: 'levelname', error: ['ERROR', 'CRITICAL'] },
} as const satisfies Readonly<Record<string, LogForm>>;

export type LogPreset = keyof typeof PRESETS;

/** How the log of a service is read. */
export interface LogReading {
  /** Part of the names of metrics: the preset, `any`, or a hash of the form. */
  readonly name: string;
  /** A line is an error if it is one in any of these forms. */
  readonly forms: readonly [LogForm, ...LogForm[]];
}

const [first, ...others] = Object.values<LogForm>(PRESETS);

/** What is known of a log of which nothing is declared: that it has the form of some preset. */
export const ANY: LogReading = { name: 'any', forms: [first!, ...others] };

export function readingOf(logs?: LogPreset | LogForm): LogReading {
  if (logs === undefined) return ANY;
  if (typeof logs === 'string') return { name: logs, forms: [PRESETS[logs]] };
  const { level, error, message } = logs;
  return { name: digestOf(JSON.stringify([level, error, message])), forms: [logs] };
}

/** One of each, in the order of their names, so that a service more does not move the others. */
export function readingsOf(
  services: Readonly<Record<string, { readonly logs?: LogPreset | LogForm }>>,
): LogReading[] {
  const all = Object.values(services).map(({ logs }) => readingOf(logs));
  const names = [...new Set(all.map(({ name }) => name))].sort();
  return names.map((name) => all.find((reading) => reading.name === name)!);
}
