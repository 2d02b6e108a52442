import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanJson, Written } from '../../plan/plan';

/** A plan of the real provider, cut down to what a change is about. */
export interface Recorded {
  readonly name: string;
  readonly catches: boolean;
  readonly others?: readonly string[];
  readonly plan: PlanJson;
  readonly written: Written;
}

export const folder = join(__dirname, 'corpus');

/** What was recorded for each rule, by its id. */
export function corpus(): ReadonlyMap<string, readonly Recorded[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
}
