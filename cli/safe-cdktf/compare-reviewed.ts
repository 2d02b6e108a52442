import { readFileSync } from 'node:fs';
import type { PlanJson } from '../../plan/plan';
import { type Comparison, compareReviewed } from '../../plan/reviewed/compare';
import { readStack } from '../../terraform/synthesized-stack';
import { normalPlan, readReviewed } from '../plan/reviewed';

// Run in the folder of a stack, with its plan as JSON on stdin and the files of reviews as arguments: prints how the two
// compare, as JSON.

const json = JSON.parse(readFileSync(0, 'utf8')) as PlanJson;
const comparison: Comparison = compareReviewed(
  process.argv.slice(2).flatMap(readReviewed),
  normalPlan(readStack(process.cwd()), json),
);
process.stdout.write(JSON.stringify(comparison));
