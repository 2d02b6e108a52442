import { parse } from 'yaml';
import type { Change } from '../change';
import { at, list, Mark, type Value } from '../value';

/** What decides which objects a chart makes. */
const CONTENT = [
  ...[
    'name',
    'namespace',
    'chart',
    'repository',
    'version',
    'devel',
    'postrender',
    'values',
    'set',
    'set_list',
  ],
  ...['set_sensitive', 'set_wo', 'set_wo_revision', 'create_namespace', 'skip_crds', 'disable_webhooks'],
];
/** Values of charts that, whatever the chart is, say which program of it runs and how much of it. */
const PLAIN =
  /(^|\.)(image\.(tag|digest)|replicaCount|resources\.(requests|limits)\.(cpu|memory)|logLevel|podLabels\.[\w./-]+)$/;

/** Whether a release makes what it made, but for an image, a number or a size. */
export function makesTheSame(change: Change): boolean {
  if (change.action !== 'update') return false;
  const changed = CONTENT.filter((path) => change.changes(path));
  if (changed.some((path) => path !== 'values' && path !== 'set')) return false;
  if (changed.length === 0) return true;
  const [was, will] = [valuesOf(change.before), valuesOf(change.after)];
  if (!was || !will) return false;
  return [...new Set([...was.keys(), ...will.keys()])].every(
    (key) => was.get(key) === will.get(key) || PLAIN.test(key),
  );
}

/** All values that a chart is given, by their paths. Undefined: nobody can see them. */
function valuesOf(side: Value): Map<string, string> | undefined {
  const found = new Map<string, string>();
  const add = (value: Value, path: string): boolean => {
    if (value instanceof Mark) return false;
    if (typeof value !== 'object' || value === null) {
      found.set(path, `${value}`);
      return true;
    }
    return Object.entries(value).every(([key, part]) => add(part, path ? `${path}.${key}` : key));
  };
  for (const text of list(at(side, 'values'))) {
    if (typeof text !== 'string') return undefined;
    try {
      if (!add(parse(text, { maxAliasCount: 100 }) as Value, '')) return undefined;
    } catch {
      return undefined;
    }
  }
  for (const one of list(at(side, 'set'))) {
    const [name, value] = ['name', 'value'].map((key) => at(one, key));
    if (typeof name !== 'string' || value instanceof Mark) return undefined;
    found.set(name, `${value}`);
  }
  return found;
}
