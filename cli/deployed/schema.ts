import { z } from 'zod';
import { Failure } from '../../console/failure';

/** Where a deploy was made from. */
const sourceSchema = z.strictObject({
  /** Undefined: from no repository. */
  commit: z.string().optional(),
  /** How many files differ from the commit. */
  changed: z.int().min(0),
});

/** Who does what, and when it began or, of one that succeeded, ended. */
const runSchema = z.strictObject({
  ...sourceSchema.shape,
  at: z.iso.datetime(),
  /** ARN of the caller, with the name of the session. */
  by: z.string(),
  /** Who started the workflow. */
  actor: z.string().optional(),
  /** URL of the workflow's run. */
  run: z.string().optional(),
  /** Whether it was compared with what was reviewed. */
  reviewed: z.boolean(),
});

const deployedSchema = z.strictObject({
  ...runSchema.shape,
  /** Versions by service: several where several run at the same time. */
  services: z.record(z.string(), z.array(z.string())),
});

const attemptSchema = z.strictObject({
  ...runSchema.shape,
  /** It takes the stack away. */
  destroys: z.literal(true).optional(),
  /** When it failed. Undefined: it has not ended, or could not tell of its end. */
  failed: z.iso.datetime().optional(),
});

const attempt = attemptSchema.optional();

/** As it stands in the parameter. What was written before there were attempts has none. */
const storedSchema = z.union([
  z.strictObject({ ...deployedSchema.shape, attempt }),
  z.strictObject({ attempt: attemptSchema }),
]);

const driftSchema = z.strictObject({
  at: z.iso.datetime(),
  verdict: z.enum(['none', 'pending', 'drift', 'failed']),
});

export type DeployedFrom = z.output<typeof sourceSchema>;
/** What a stack was deployed from, by whom and when. */
export type DeployRecord = z.output<typeof deployedSchema>;
/** A deploy or destroy that has begun and not succeeded. */
export type Attempt = z.output<typeof attemptSchema>;
/** When somebody looked for drift last, and what was found. */
export type DriftLook = z.output<typeof driftSchema>;

/** What is known of a stack. */
export interface StackRecord {
  /** The last deploy that succeeded. */
  readonly deployed?: DeployRecord;
  /** What has begun after that. */
  readonly attempt?: Attempt;
}

/** As it is to stand in the parameter. */
export function recordText({ deployed, attempt }: StackRecord): string {
  return JSON.stringify({ ...deployed, ...(attempt && { attempt }) });
}

/** @throws Failure when somebody else wrote it, or another version of this. */
export function readRecord(name: string, text: string): StackRecord {
  const stored = parsed(name, text, storedSchema);
  if (!('at' in stored)) return { attempt: stored.attempt };
  const { attempt, ...deployed } = stored;
  return { deployed, ...(attempt && { attempt }) };
}

/** @throws Failure when somebody else wrote it, or another version of this. */
export function readDriftLook(name: string, text: string): DriftLook {
  return parsed(name, text, driftSchema);
}

function parsed<T>(name: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Failure(`${name} is not what a deploy writes: the next one writes it anew`);
  }
}

/** @throws when it is not what the command gives to those that it starts. */
export function readSource(text: string): DeployedFrom {
  return sourceSchema.parse(JSON.parse(text));
}

const begunSchema = z.strictObject({ own: attemptSchema, before: attempt });

/** An attempt, and the one before it that has not succeeded either. */
export type Begun = z.output<typeof begunSchema>;

/** @throws when it is not what has recorded the beginning. */
export function readBegun(text: string): Begun {
  return begunSchema.parse(JSON.parse(text));
}
