import { isObject } from './value';

/** What is wrong with a part of a plan: where it stands, and a sentence's end about it. No value is in it. */
interface Fault {
  readonly path: string;
  readonly says: string;
}

const MODES = ['managed', 'data'];
/** As `terraform show -json` writes them; two of them in a list are a replacement. */
const ACTIONS = ['no-op', 'create', 'read', 'update', 'delete', 'forget'];
/** What is there before, and what is afterwards, by action. */
const NEEDS: Readonly<Record<string, readonly ('before' | 'after')[]>> = {
  create: ['after'],
  update: ['before', 'after'],
  delete: ['before'],
  forget: ['before'],
};
/** Real values have some ten levels, and policies within texts a few more. */
const DEEPEST = 200;
/** More faults are counted: one tells that a plan is none. */
const MOST_FAULTS = 3;

/**
 * Why a plan is not what `terraform show -json` writes, so that no part of it is passed over unseen, and nothing that
 * Terraform marks as sensitive is taken for another thing.
 * @returns a sentence that names the stack and the parts that are wrong; undefined when none is.
 */
export function malformed(stack: string, json: unknown): string | undefined {
  const faults = isObject(json) ? planFaults(json) : [wrong('', json, 'an object')];
  if (faults.length === 0) return undefined;
  const told = faults
    .slice(0, MOST_FAULTS)
    .map(({ path, says }) => (path === '' ? says : `${path}: ${says}`));
  const more = faults.length - told.length;
  return `The plan of ${stack} can't be judged, as it is not what Terraform writes: ${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

type Json = Readonly<Record<string, unknown>>;

function planFaults(json: Json): Fault[] {
  const version = json.format_version;
  if (typeof version !== 'string' || !/^1\.\d/.test(version)) {
    const got = typeof version === 'string' ? `"${version.slice(0, 20)}"` : kindOf(version);
    return [{ path: 'format_version', says: `got ${got}; allowed: 1.x` }];
  }
  const { resource_changes: changes, resource_drift: drift, deferred_changes: deferred, errored } = json;
  return [
    ...(errored === true ? [{ path: 'errored', says: 'the plan broke off, and says only a part' }] : []),
    ...(Array.isArray(deferred) && deferred.length > 0
      ? [{ path: 'deferred_changes', says: 'the plan puts changes off, and does not say what they are' }]
      : []),
    ...listFaults('resource_changes', changes, resourceFaults),
    ...listFaults('resource_drift', drift, resourceFaults),
    ...outputFaults(json.output_changes),
  ];
}

function listFaults(path: string, list: unknown, of: (path: string, item: Json) => Fault[]): Fault[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [wrong(path, list, 'a list')];
  return list.flatMap((item, index) => {
    const own = `${path}.${index}`;
    return isObject(item) ? of(own, item) : [wrong(own, item, 'an object')];
  });
}

function resourceFaults(path: string, entry: Json): Fault[] {
  const { address, type, mode, change } = entry;
  return [
    ...textFaults(`${path}.address`, address),
    ...textFaults(`${path}.type`, type),
    ...optional(`${path}.name`, entry.name),
    ...optional(`${path}.deposed`, entry.deposed),
    ...(MODES.includes(mode as string) ? [] : [wrong(`${path}.mode`, mode, MODES.join(', '))]),
    ...changeFaults(`${path}.change`, change, mode === 'managed'),
  ];
}

function changeFaults(path: string, change: unknown, needsValues: boolean): Fault[] {
  if (!isObject(change)) return [wrong(path, change, 'an object')];
  const { actions, replace_paths: paths } = change as Json;
  const areActions =
    Array.isArray(actions) &&
    (actions.length === 1 || actions.length === 2) &&
    actions.every((action) => ACTIONS.includes(action));
  const needed = areActions && needsValues ? new Set(actions.flatMap((action) => NEEDS[action] ?? [])) : [];
  return [
    ...(areActions
      ? []
      : [wrong(`${path}.actions`, actions, `one of ${ACTIONS.join(', ')}, or two of them in a list`)]),
    ...[...needed].flatMap((side) =>
      isObject(change[side]) ? [] : [wrong(`${path}.${side}`, change[side], 'an object')],
    ),
    ...valueFaults(path, change as Json),
    ...(paths === undefined || paths === null || areReplacePaths(paths)
      ? []
      : [wrong(`${path}.replace_paths`, paths, 'a list of paths')]),
  ];
}

function valueFaults(path: string, change: Json): Fault[] {
  return [
    ...(['before', 'after'] as const).flatMap((side) =>
      isShallow(change[side], DEEPEST)
        ? []
        : [{ path: `${path}.${side}`, says: `is nested more than ${DEEPEST} levels deep` }],
    ),
    ...(['before_sensitive', 'after_sensitive', 'after_unknown'] as const).flatMap((marks) =>
      areMarks(change[marks], DEEPEST)
        ? []
        : [wrong(`${path}.${marks}`, change[marks], 'true or false, or an object or a list of these')],
    ),
  ];
}

function outputFaults(outputs: unknown): Fault[] {
  if (outputs === undefined || outputs === null) return [];
  if (!isObject(outputs)) return [wrong('output_changes', outputs, 'an object')];
  return Object.entries(outputs).flatMap(([name, change]) =>
    changeFaults(`output_changes.${name}`, change, false),
  );
}

function textFaults(path: string, value: unknown): Fault[] {
  return typeof value === 'string' && value !== '' ? [] : [wrong(path, value, 'a text')];
}

function optional(path: string, value: unknown): Fault[] {
  return value === undefined || value === null || typeof value === 'string'
    ? []
    : [wrong(path, value, 'a text')];
}

function areReplacePaths(paths: unknown): boolean {
  return (
    Array.isArray(paths) &&
    paths.every(
      (path) =>
        Array.isArray(path) && path.every((key) => typeof key === 'string' || typeof key === 'number'),
    )
  );
}

function areMarks(marks: unknown, depth: number): boolean {
  if (marks === undefined || marks === null || typeof marks === 'boolean') return true;
  if (typeof marks !== 'object' || depth === 0) return false;
  return Object.values(marks).every((part) => areMarks(part, depth - 1));
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}

function wrong(path: string, value: unknown, allowed: string): Fault {
  return { path, says: `got ${kindOf(value)}; allowed: ${allowed}` };
}

/** What sort of a value it is. The value itself may be a secret. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : typeof value === 'number' ? 'a number' : `${value}`;
}
