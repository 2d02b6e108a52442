import type { LogForm, LogReading } from '../../declarations/log-form';
import type { LoggedValue } from '../../declarations/own-alarm';

/**
 * Where Fluent Bit puts a line that is a JSON object; any other stays in `log`.
 * Source: Fluent Bit, "Kubernetes" filter, Merge_Log_Key and Keep_Log (constructs/cluster/application-log.ts).
 */
const LINE = 'log_processed';

/** Condition of a filter pattern: the line is an error. */
export function isError({ forms }: LogReading): string {
  return anyOf(
    forms.flatMap(({ level, error }) =>
      isTexts(error)
        ? error.map((text) => hasProperty(level, text))
        : [hasProperty(level, { atLeast: error.atLeast })],
    ),
  );
}

/** The same of a line that tells no level: no JSON, or JSON of another form. */
export function hasNoLevel({ forms }: LogReading): string {
  return allOf(levelsOf(forms).map((level) => `($.${LINE}.${level} NOT EXISTS)`));
}

/** The same of a line that has a property. Objects and lists are no match. */
export function hasProperty(name: string, wanted: LoggedValue): string {
  const property = `$.${LINE}.${name}`;
  if (typeof wanted === 'boolean') return `(${property} IS ${wanted ? 'TRUE' : 'FALSE'})`;
  if (typeof wanted === 'object') return `(${property} >= ${wanted.atLeast})`;
  return `(${property} = ${typeof wanted === 'string' ? `"${wanted}"` : wanted})`;
}

/** The same of a line of one service's containers. */
export function isOfService(namespace: string, service: string): string {
  return allOf([
    `($.kubernetes.namespace_name = "${namespace}")`,
    `($.kubernetes.labels.service = "${service}")`,
  ]);
}

export function allOf(conditions: readonly string[]): string {
  return conditions.join(' && ');
}

/** The errors in the language of Logs Insights, behind `filter`. */
export function errorQuery({ forms }: LogReading): string {
  const conditions = forms.map(({ level, error }) => {
    const property = `${LINE}.${level}`;
    if (isTexts(error)) return `${property} like /^(${error.map(expression).join('|')})$/`;
    // Its comparison takes a text for a number too.
    return `(${property} like /^[0-9]+$/ and ${property} >= ${error.atLeast})`;
  });
  return `(${[...new Set(conditions)].join(' or ')})`;
}

/** What the line says, in that language. */
export function messageQuery({ forms }: LogReading): string {
  const names = [...new Set(forms.map(({ message = 'message' }) => `${LINE}.${message}`))];
  return `coalesce(${[...names, 'log'].join(', ')})`;
}

/** The properties that hold a level, each once. */
export function levelsOf(forms: readonly LogForm[]): string[] {
  return [...new Set(forms.map(({ level }) => level))].sort();
}

function anyOf(conditions: readonly string[]): string {
  return `(${[...new Set(conditions)].join(' || ')})`;
}

function isTexts(error: LogForm['error']): error is readonly string[] {
  return Array.isArray(error);
}

function expression(text: string): string {
  return text.replaceAll(/[.+/]/g, '\\$&').replaceAll('*', '.*');
}
