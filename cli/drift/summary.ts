import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../console/failure';

const FILE = 'drift.json';

const schema = z.array(
  z.strictObject({
    environment: z.string(),
    /** `failed`: nobody knows. */
    verdict: z.enum(['none', 'pending', 'drift', 'failed']),
    /** Name of the Markdown file beside this one. */
    report: z.string(),
  }),
);

/** What `npm run drift` found out, an entry for each environment. */
export type DriftSummary = z.output<typeof schema>;

export const summaryFile = (folder: string) => join(folder, FILE);

/** @throws Failure when drift --out did not get to the end. */
export function readSummary(folder: string): DriftSummary {
  try {
    return schema.parse(JSON.parse(readFileSync(summaryFile(folder), 'utf8')));
  } catch {
    throw new Failure(
      `${summaryFile(folder)}: not there, or not whole; npm run drift -- --out ${folder} writes it`,
    );
  }
}
