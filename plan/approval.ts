import { z } from 'zod';
import { checkValue, type Path, quote, unusual } from '../problems/check-value';
import { parseJson } from '../problems/json';
import type { Problem } from '../problems/problem';
import { suggest } from '../problems/suggest';
import type { Finding } from './finding';

/** How far ahead an approval may reach, in days: longer is a rule that should change. */
export const LONGEST_DAYS = 30;

const resource = z.string().regex(/^[\w-]+:\S.*$/);

const documented = (description: string, allowed = description) => ({ description, allowed });

export const approvalSchema = z.strictObject({
  resource: z
    .union([resource, z.array(resource).min(1)])
    .meta(documented('<stack>:<address>, such as dev:aws_db_instance.database-orders, or a list of them')),
  rule: z.string().min(1).meta(documented('Id of the rule, such as data-deleted')),
  reason: z
    .string()
    .trim()
    .min(10)
    .meta(documented('Why this is right, for whoever reviews it; at least 10 characters')),
  expires: z.iso
    .date()
    .meta(
      documented(
        `Last day on which it counts (UTC), at most ${LONGEST_DAYS} days ahead`,
        `a day such as 2026-12-01, at most ${LONGEST_DAYS} days ahead`,
      ),
    ),
});

/** A file holds one, or a list. */
export const approvalFileSchema = z.union([approvalSchema, z.array(approvalSchema).min(1)]);

/** A danger that somebody takes upon themselves. One in a file that names several resources is several of these. */
export interface Approval {
  readonly resource: string;
  readonly rule: string;
  readonly reason: string;
  readonly expires: string;
  readonly file: string;
}

export interface ApprovalFile {
  /** Path from the project's folder. */
  readonly file: string;
  readonly text: string;
}

/** Approvals, and what is wrong with their files: a sentence each. */
export interface Approvals {
  readonly approvals: readonly Approval[];
  readonly faults: readonly string[];
}

/**
 * Reads approvals.
 * @param today as 2026-11-24.
 * @param ruleIds the rules that there are.
 */
export function readApprovals(
  files: readonly ApprovalFile[],
  today: string,
  ruleIds: readonly string[],
): Approvals {
  const read = files.map(({ file, text }) => readFile(file, text));
  return {
    approvals: read.flatMap(({ entries }) =>
      entries.flatMap(({ resources, ...approval }) =>
        resources.map((one) => ({
          resource: one,
          rule: approval.rule,
          reason: approval.reason,
          expires: approval.expires,
          file: approval.file,
        })),
      ),
    ),
    faults: [
      ...read.flatMap(({ faults }) => faults),
      ...read.flatMap(({ entries }) => entries.flatMap((entry) => check(entry, today, ruleIds))),
    ],
  };
}

/** Whether an approval is for a finding. When it runs out is another question. */
export function isFor({ resource, rule }: Approval, { change, rule: { id } }: Finding): boolean {
  return resource === change.resource && rule === id;
}

/** The day so many days after another one. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What a file says once, for one resource or several. */
interface Entry extends Omit<Approval, 'resource'> {
  readonly resources: readonly string[];
  /** `approvals/dev.json:3:5  rule`, to begin a sentence about a field. */
  readonly place: (field: string) => string;
}

function readFile(file: string, text: string): { entries: Entry[]; faults: string[] } {
  if (!file.endsWith('.json')) {
    return {
      entries: [],
      faults: [`${file}: got a file that is not read; allowed: a name that ends in .json`],
    };
  }
  const { value, isReadable, problems, at, source } = parseJson(file, text);
  const isList = Array.isArray(value);
  const found: readonly unknown[] = isList ? value : isReadable ? [value] : [];
  if (isList && found.length === 0) {
    return { entries: [], faults: [`${file}:1:1: got an empty list; allowed: one approval or more`] };
  }
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
    return { place, value: result.value, problems: problemsOf };
  });
  return {
    entries: checked.flatMap(({ place, value: entry }) =>
      entry && problems.length === 0 ? [{ ...entry, resources: [entry.resource].flat(), file, place }] : [],
    ),
    faults: [
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
