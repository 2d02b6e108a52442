import { z } from 'zod';
import { digest } from './digest';
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
  finding: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .meta(documented('What was found: the 12 characters that the report of npm run plan proposes')),
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
  /** Digest of what was found. */
  readonly finding: string;
  readonly reason: string;
  readonly expires: string;
  readonly file: string;
  /** `approvals/dev.json:3:5  resource`, to begin a sentence about a field. */
  readonly place: (field: 'resource' | 'rule' | 'finding' | 'expires') => string;
}

/** Approvals, and what is wrong with their files: a sentence each. */
export interface Approvals {
  readonly approvals: readonly Approval[];
  readonly faults: readonly string[];
}

/** Whether an approval is about a resource and a rule, whatever was found then. When it runs out is another question. */
export function isAbout({ resource, rule }: Approval, { change, rule: { id } }: Finding): boolean {
  return resource === change.resource && rule === id;
}

/** Whether an approval is for a finding: for what was found, and not only for where. */
export function isFor(approval: Approval, finding: Finding): boolean {
  return isAbout(approval, finding) && approval.finding === digest(finding);
}

/** The day so many days after another one. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
