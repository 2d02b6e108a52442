import { type LogForm, readingOf } from '../../../declarations/log-form';
import type { Service } from '../../../declarations/service';
import type { Line } from './program';

/** Whether the alarms of a service count a line, by the form of log that its declaration names. */
export function countsAsError(line: Line, { logs }: Service): boolean {
  return readingOf(logs).forms.some((form) => isError(line, form));
}

function isError(line: Line, { level, error }: LogForm): boolean {
  const value = line[level];
  if ('atLeast' in error) return typeof value === 'number' && value >= error.atLeast;
  return typeof value === 'string' && error.some((text) => fits(value, text));
}

/** `*` stands for any characters. */
function fits(value: string, text: string): boolean {
  const [start, ...rest] = text.split('*') as [string, ...string[]];
  return rest.length === 0 ? value === text : value.startsWith(start) && value.endsWith(rest.at(-1)!);
}
