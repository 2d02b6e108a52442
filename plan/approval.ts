import { z } from 'zod';
import type { Finding } from './finding';

/** How far ahead an approval may reach, in days: longer is a rule that should change. */
export const LONGEST_DAYS = 30;

const resource = z.string().regex(/^[\w-]+:\S.*$/);

export const approvalSchema = z.strictObject({
  resource: z
    .union([resource, z.array(resource).min(1)])
    .describe('<stack>:<address>, such as dev:aws_db_instance.database-orders, or a list of them'),
  rule: z.string().min(1).describe('Id of the rule, such as data-deleted'),
  reason: z
    .string()
    .trim()
    .min(10)
    .describe('Why this is right, for whoever reviews it; at least 10 characters'),
  expires: z.iso.date().describe(`Last day on which it counts (UTC), at most ${LONGEST_DAYS} days ahead`),
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
  const approvals = read.flatMap(({ approvals }) => approvals);
  return {
    approvals,
    faults: [
      ...read.flatMap(({ faults }) => faults),
      ...approvals.flatMap((approval) => check(approval, today, ruleIds)),
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

function readFile(file: string, text: string): { approvals: Approval[]; faults: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      approvals: [],
      faults: [`${file}: ${(error as Error).message}; allowed: JSON, as in approvals/README.md`],
    };
  }
  const entries = Array.isArray(json) ? json : [json];
  if (entries.length === 0)
    return { approvals: [], faults: [`${file}: got an empty list; allowed: one approval or more`] };
  const results = entries.map((entry) => approvalSchema.safeParse(entry));
  return {
    approvals: results.flatMap(({ data }) =>
      data ? [data.resource].flat().map((resource) => ({ ...data, resource, file })) : [],
    ),
    faults: results.flatMap(({ error }, index) =>
      (error?.issues ?? []).map((issue) => {
        const path = [...(Array.isArray(json) ? [index] : []), ...issue.path].join('.');
        return `${file}${path ? `  ${path}` : ''}: ${issueText(issue)}; allowed: ${allowed(issue)}`;
      }),
    ),
  };
}

type Issue = z.core.$ZodIssue;

function issueText(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') return `got an unknown key ${issue.keys.join(', ')}`;
  return issue.message.replace(/^Invalid input: /, '');
}

function allowed({ path }: Issue): string {
  const shape = approvalSchema.shape as Readonly<Record<string, z.ZodType>>;
  const key = path.at(-1);
  return shape[`${String(key)}`]?.description ?? Object.keys(shape).join(', ');
}

function check(
  { file, resource, rule, expires }: Approval,
  today: string,
  ruleIds: readonly string[],
): string[] {
  const latest = daysAfter(today, LONGEST_DAYS);
  return [
    ...(ruleIds.includes(rule) ? [] : [`${file}  rule: got "${rule}"; allowed: ${ruleIds.join(', ')}`]),
    ...(expires < today
      ? [
          `${file}  expires: the approval of ${rule} for ${resource} expired on ${expires}, and today is ${today}; set a later day, at most ${latest}, or delete the file`,
        ]
      : []),
    ...(expires > latest
      ? [
          `${file}  expires: got ${expires}; allowed: until ${latest}, which is ${LONGEST_DAYS} days from today`,
        ]
      : []),
  ];
}
