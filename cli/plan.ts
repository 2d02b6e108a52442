import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../local/stack';
import { isFirst, Plan } from '../plan/plan';
import { report } from '../plan/report/report';
import { exitCode, judge, type Outcome } from '../plan/verdict';
import { findApprovals } from './plan/approvals';
import { type PlanArguments, parsePlanArguments, usage } from './plan/arguments';
import { findCost } from './plan/cost';
import type { NoPlan } from './plan/failure';
import { planFolder } from './plan/folder';
import { chooseStacks, synthesizeStacks } from './plan/synthesize';
import { type Planned, Planner } from './plan/terraform';
import { pooled } from './pooled';
import { start } from './start';

// npm run plan: what a deploy would do, for people and for CI. docs/plans.md

/** The role that plans for pull requests can't read secrets, and to refresh one the provider reads it. */
const WITHOUT_SECRETS = ['-refresh=false'];

/** Terraforms at a time: each takes a processor and half a gigabyte. */
const AT_ONCE = 4;

const say = (text: string) => process.stderr.write(`plan: ${text}\n`);

async function main({ names, base, out }: PlanArguments, folder: string): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const approvals = await findApprovals(today, base);
  const stacks = await synthesizeStacks(join(folder, 'out'));
  const chosen = chooseStacks(stacks, names);
  const planned = await planAll(chosen, folder);
  const outcomes = outcomesOf(planned);
  const verdict = judge(outcomes, { ...approvals, stacks: stacks.map(({ name }) => name) });
  const plans = planned.flatMap(({ stack, result }) =>
    'why' in result ? [] : [{ stack: stack.name, json: result.json }],
  );
  const text = report(verdict, today, await findCost(plans, folder, say));
  process.stdout.write(text);
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'report.md'), text);
  }
  return exitCode(verdict);
}

interface Result {
  readonly stack: Stack;
  readonly result: Planned | NoPlan;
}

/** Plans some at a time, in their order. One that fails does not stop the others. */
async function planAll(stacks: readonly Stack[], folder: string): Promise<Result[]> {
  const cache = join(folder, 'providers');
  mkdirSync(cache, { recursive: true });
  const planner = new Planner({ cache, args: process.env.PLATFORM_ROLE === 'plan' ? WITHOUT_SECRETS : [] });
  return pooled(stacks, AT_ONCE, async (stack) => {
    say(`${stack.name}: planning`);
    const result = await planner.plan(stack);
    say(`${stack.name}: ${'why' in result ? result.why : 'planned'}`);
    return { stack, result };
  });
}

function outcomesOf(results: readonly Result[]): Outcome[] {
  const outcomes = results.map(
    ({ stack: { name }, result }): Outcome =>
      'why' in result
        ? { stack: name, failure: result.why }
        : { stack: name, plan: new Plan(name, result.json, result.written) },
  );
  const isNew = (name: string) =>
    results.some(({ stack, result }) => stack.name === name && 'json' in result && isFirst(result.json));
  return outcomes.map((outcome, index) => {
    const { result } = results[index]!;
    const waitsFor = 'why' in result ? result.waitsFor : undefined;
    return waitsFor && isNew(waitsFor) ? { stack: outcome.stack, waitsFor } : outcome;
  });
}

start((args) => {
  const parsed = parsePlanArguments(args);
  return parsed ? main(parsed, planFolder('plan')) : console.log(usage);
});
