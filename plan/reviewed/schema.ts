import { z } from 'zod';

/** A value before and after. Neither is there where nothing is set. */
const attribute = z.strictObject({
  before: z.string().optional(),
  after: z.string().optional(),
  /** Of one that only the apply tells: a digest of what the code says of it. */
  code: z.string().optional(),
});

const change = z.strictObject({
  address: z.string(),
  /** `adopt`: it is taken into the state, and else stays as it is. */
  action: z.enum(['create', 'update', 'replace', 'delete', 'forget', 'adopt']),
  /** Of a replacement: whether the new one is there before the old one goes. */
  createsFirst: z.boolean().optional(),
  /** Id of what is taken into the state. */
  adopted: z.string().optional(),
  attributes: z.record(z.string(), attribute),
});

const finding = z.strictObject({ address: z.string(), rule: z.string(), reasons: z.array(z.string()) });

const plan = z.strictObject({
  providers: z.record(z.string(), z.string()),
  account: z.string().optional(),
  region: z.string().optional(),
  /** The stack whose plan changes what this one reads: what is here is a forecast. */
  forecast: z.string().optional(),
  /** The stack that this one could not be planned without: nothing of it was reviewed. */
  waitsFor: z.string().optional(),
  changes: z.array(change),
  findings: z.array(finding),
});

/** What a pull request showed: `reviewed.json`. */
export const reviewedSchema = z.strictObject({
  format: z.literal(1),
  /** By name. A stack that is not here was not affected, so that nothing of it would change. */
  stacks: z.record(z.string(), plan),
});

export type ReviewedAttribute = z.output<typeof attribute>;
export type ReviewedChange = z.output<typeof change>;
export type ReviewedPlan = z.output<typeof plan>;
export type Reviewed = z.output<typeof reviewedSchema>;
