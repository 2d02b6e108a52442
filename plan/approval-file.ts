import { checkValue, type Path, quote, unusual } from '../problems/check-value';
import { parseJson } from '../problems/json';
import type { Problem } from '../problems/problem';
import { suggest } from '../problems/suggest';
import { type Approval, type Approvals, approvalSchema, daysAfter, LONGEST_DAYS } from './approval';
import { canonical } from './value';

export interface ApprovalFile {
  /** Path from the project's folder. */
  readonly file: string;
  readonly text: string;
}

/** Approvals, and those among the files that were there before. */
export interface ReadApprovals extends Approvals {
  /** They count no more. */
  readonly old: readonly Approval[];
}

/**
 * Reads approvals.
 * @param today as 2026-11-24.
 * @param ruleIds the rules that there are.
 * @param before the files as they were: what stands in one of them, whatever its name is now, is old. What is wrong with
 *   that is no fault of today.
 */
export function readApprovals(
  files: readonly ApprovalFile[],
  today: string,
  ruleIds: readonly string[],
  before: readonly ApprovalFile[] = [],
): ReadApprovals {
  const known = new Set(before.flatMap(keysIn));
  const texts = new Set(before.map(({ text }) => text));
  const read = files.map(({ file, text }) => readFile(file, text, known, texts.has(text)));
  const entries = read.flatMap((one) => one.entries);
  const approvals = entries.flatMap(({ resources, isOld, ...approval }) =>
    resources.map((resource) => ({ approval: { ...approval, resource }, isOld: isOld(resource) })),
  );
  return {
    approvals: approvals.filter((one) => !one.isOld).map(({ approval }) => approval),
    old: approvals.filter((one) => one.isOld).map(({ approval }) => approval),
    faults: [
      ...read.flatMap(({ faults }) => faults),
      ...entries
        .filter(({ resources, isOld }) => !resources.every(isOld))
        .flatMap((entry) => check(entry, today, ruleIds)),
    ],
  };
}

/** What a file says once, for one resource or several. */
interface Entry extends Omit<Approval, 'resource'> {
  readonly resources: readonly string[];
  readonly isOld: (resource: string) => boolean;
}

/** What tells an entry from others, for each of its resources: all that it says. Blanks say nothing. */
function keysOf(entry: unknown): string[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const said = Object.entries(entry).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value,
  ]);
  const fields = Object.fromEntries(said) as { readonly resource?: unknown };
  return [fields.resource].flat().map((resource) => canonical({ ...fields, resource }));
}

function keysIn({ file, text }: ApprovalFile): string[] {
  const { value } = parseJson(file, text);
  return (Array.isArray(value) ? value : [value]).flatMap(keysOf);
}

/** @param wasThere with the same text: then only its entries matter, to be told as old. */
function readFile(
  file: string,
  text: string,
  known: ReadonlySet<string>,
  wasThere: boolean,
): { entries: Entry[]; faults: string[] } {
  const fault = (sentence: string) => ({ entries: [], faults: wasThere ? [] : [sentence] });
  if (!file.endsWith('.json'))
    return fault(`${file}: got a file that is not read; allowed: a name that ends in .json`);
  const { value, isReadable, problems, at, source } = parseJson(file, text);
  const isList = Array.isArray(value);
  const found: readonly unknown[] = isList ? value : isReadable ? [value] : [];
  if (isList && found.length === 0)
    return fault(`${file}:1:1: got an empty list; allowed: one approval or more`);
  const checked = found.map((entry, index) => {
    const inFile = (path: Path): Path => (isList ? [index, ...path] : path);
    const place = (field: string) =>
      placeOf({ file, path: inFile([field]).join('.'), at: at?.(inFile([field])) });
    const result = checkValue(file, entry, approvalSchema, {
      at: (path) => at?.(inFile(path)),
      source: (path) => source?.(inFile(path)),
    });
    const problemsOf = result.problems.map((one) => ({
      ...one,
      path: [...(isList ? [index] : []), one.path].filter((key) => key !== '').join('.'),
    }));
    const keys = keysOf(entry);
    const isOld = (key: string) => known.has(key);
    const resources = result.value ? [result.value.resource].flat() : [];
    return {
      place,
      value: result.value,
      resources,
      isOld: (resource: string) => isOld(keys[resources.indexOf(resource)] ?? ''),
      problems: keys.length > 0 && keys.every(isOld) ? [] : problemsOf,
    };
  });
  return {
    entries: checked.flatMap(({ place, value: entry, resources, isOld }) =>
      entry && problems.length === 0 ? [{ ...entry, resources, isOld, file, place }] : [],
    ),
    faults: wasThere
      ? []
      : [
          ...problems.map((problem) => `${sentence(problem)}, as in approvals/README.md`),
          ...checked.flatMap((one) => one.problems.map(sentence)),
        ],
  };
}

function sentence({ got, allowed, ...place }: Problem): string {
  return `${placeOf(place)}: got ${got}; allowed: ${allowed}`;
}

function placeOf({ file, path, at }: Pick<Problem, 'file' | 'path' | 'at'>): string {
  const place = at ? `${file}:${at.line}:${at.column}` : file;
  return path === '' ? place : `${place}  ${path}`;
}

function check(
  { place, resources, rule, expires }: Entry,
  today: string,
  ruleIds: readonly string[],
): string[] {
  const latest = daysAfter(today, LONGEST_DAYS);
  return [
    ...(ruleIds.includes(rule)
      ? []
      : [
          `${place('rule')}: got ${quote(rule)}${unusual(rule)}${suggest(rule, ruleIds)}; allowed: ${ruleIds.join(', ')}`,
        ]),
    ...(expires < today
      ? [
          `${place('expires')}: the approval of ${rule} for ${resources.join(', ')} expired on ${expires}, and today is ${today}; set a later day, at most ${latest}, or delete the file`,
        ]
      : []),
    ...(expires > latest
      ? [
          `${place('expires')}: got ${expires}; allowed: until ${latest}, which is ${LONGEST_DAYS} days from today`,
        ]
      : []),
  ];
}
