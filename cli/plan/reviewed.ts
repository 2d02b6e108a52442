import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import type { PlanJson } from '../../plan/plan';
import { kept, type NormalPlan, normalForm } from '../../plan/reviewed/normal-form';
import { type Reviewed, type ReviewedPlan, reviewedSchema } from '../../plan/reviewed/schema';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { awaited, type StackPlan, writesContract } from './stacks';

export const REVIEWED_FILE = 'reviewed.json';

/** The normal form of what a stack's plan would do. */
export function normalPlan(stack: SynthesizedStack, json: PlanJson): NormalPlan {
  const { name, document, account, region, providers, isProtected } = stack;
  return normalForm(name, json, document, {
    isProtected,
    providers: Object.fromEntries(providers.map(({ source, version }) => [source, version])),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  });
}

/** What a pull request shows, for the deploy that comes after it. A stack that failed is not in it. */
export function reviewedOf(plans: readonly StackPlan[]): Reviewed {
  return { format: 1, stacks: Object.fromEntries(plans.flatMap((plan) => entryOf(plan, plans))) };
}

function entryOf({ stack, result }: StackPlan, plans: readonly StackPlan[]): [string, ReviewedPlan][] {
  const waitsFor = awaited(result, plans);
  if (waitsFor) return [[stack.name, { providers: {}, waitsFor, changes: [], findings: [] }]];
  if ('why' in result) return [];
  const forecast = plans.find(
    (other) =>
      stack.dependencies.includes(other.stack.name) &&
      'json' in other.result &&
      writesContract(other.result.json.resource_changes ?? [], ['create', 'update']),
  );
  const plan = kept(normalPlan(stack, result.json));
  return [[stack.name, { ...plan, ...(forecast && { forecast: forecast.stack.name }) }]];
}

export function writeReviewed(folder: string, reviewed: Reviewed): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, REVIEWED_FILE), `${JSON.stringify(reviewed, undefined, 1)}\n`);
}

/** What one pull request has shown, or several. @throws Failure when it is nothing of that, or not whole. */
export function readReviewed(file: string): Reviewed[] {
  const allowed = `allowed: a file that "npm run plan -- STACK... --out FOLDER" has written as ${REVIEWED_FILE}`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Failure(`${file}: got no file that can be read; ${allowed}`);
  }
  try {
    return [JSON.parse(text)].flat().map((one) => reviewedSchema.parse(one));
  } catch {
    throw new Failure(`${file}: got something else, or half of it; ${allowed}`);
  }
}
