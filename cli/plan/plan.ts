import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../../console/start';
import { parameterFile } from '../../parameters/parameter-file';
import { findDrift } from '../../plan/drift';
import { guardFindings } from '../../plan/guard';
import { accountsIn, Plan, type PlanContext } from '../../plan/plan';
import { proposal } from '../../plan/proposal';
import type { Cost } from '../../plan/report/cost';
import { expiry } from '../../plan/report/findings';
import { report } from '../../plan/report/report';
import { type Comparison, compareReviewed } from '../../plan/reviewed/compare';
import { comparisonReport } from '../../plan/reviewed/report';
import type { Reviewed } from '../../plan/reviewed/schema';
import { exitCode, isOpen, judge, type StackOutcome, type Verdict } from '../../plan/verdict';
import { refusedStep } from '../../plan/version-step';
import { wasProtected } from '../../plan/was-protected';
import { checkTerraform } from '../../terraform/program';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { findApprovals } from './approvals';
import { type PlanArguments, parsePlanArguments, usage } from './arguments';
import { readChange } from './change-folder';
import { chooseStacks } from './choose-stacks';
import { findCost } from './cost';
import { planFolder } from './folder';
import { changedFiles } from './guard';
import { normalPlan, readReviewed, reviewedOf, writeReviewed } from './reviewed';
import { awaited, planStacks, type StackPlan } from './stacks';

// npm run plan: what a deploy would do, for people and for CI. docs/plans.md

/** The role that plans for pull requests can't read secrets, and to refresh one the provider reads it. */
const WITHOUT_SECRETS = ['-refresh=false'];

const say = (text: string) => process.stderr.write(`plan: ${text}\n`);

/** Something would be applied that nobody reviewed. */
const NOT_REVIEWED = 4;

async function main(
  { names, since, out, approve, change, against }: PlanArguments,
  folder: string,
): Promise<number> {
  checkTerraform();
  const reviews = against.flatMap(readReviewed);
  const today = new Date().toISOString().slice(0, 10);
  const finish = (verdict: Verdict, cost?: Cost, comparisons: readonly Comparison[] = []) => {
    const compared = comparisons.length > 0 ? `${comparisonReport(comparisons)}\n` : '';
    const text = `${compared}${report(verdict, today, cost)}`;
    process.stdout.write(text);
    if (out !== undefined) {
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, 'report.md'), text);
    }
    if (approve !== undefined) writeApprovals(verdict, today, approve);
    const code = exitCode(verdict);
    return code !== 1 && comparisons.some(({ differences }) => differences.length > 0) ? NOT_REVIEWED : code;
  };
  const approvals = await findApprovals(today, since, change);
  // Whoever has mistyped an approval does not wait for plans to hear of it.
  const { faults } = approvals.now;
  if (faults.length > 0)
    return finish(judge([], { ...approvals, now: { approvals: [], faults }, old: [], stacks: [] }));
  const own = await synthesizeStacks(join(folder, 'out'));
  const stacks = change === undefined ? own : readChange(change, join(folder, 'change'), own);
  const chosen = chooseStacks(stacks, names);
  // What is deployed has been merged, and is its own guard.
  const guard = since && 'base' in since ? guardFindings(await changedFiles(since.base, change)) : undefined;
  const context = { ...approvals, stacks: stacks.map(({ name }) => name), guard };
  const forNoStack = judge([], { ...context, old: [], guard: undefined });
  if (forNoStack.faults.length > 0) return finish(forNoStack);
  const isRefreshed = process.env.PLATFORM_ROLE !== 'plan';
  const planned = await planStacks(chosen, folder, say, isRefreshed ? [] : WITHOUT_SECRETS);
  // A change can't call the account of somebody else one of the platform.
  const accounts = own.flatMap(({ document }) => accountsIn(document));
  const outcomes = outcomesOf(planned, { isRefreshed, accounts }, own);
  const verdict = judge(outcomes, context);
  const plans = planned.flatMap(({ stack, result }) =>
    'why' in result ? [] : [{ stack: stack.name, json: result.json }],
  );
  if (out !== undefined) writeReviewed(out, reviewedOf(planned));
  return finish(
    verdict,
    await findCost(plans, folder, say),
    against.length > 0 ? compare(reviews, planned) : [],
  );
}

function compare(reviews: readonly Reviewed[], planned: readonly StackPlan[]): Comparison[] {
  return planned.flatMap(({ stack, result }) =>
    'why' in result ? [] : [compareReviewed(reviews, normalPlan(stack, result.json))],
  );
}

/** What is missing, without the reasons: whoever has none to give learns it from the next run. */
function writeApprovals(verdict: Verdict, today: string, file: string): void {
  const open = verdict.judged.filter(isOpen);
  if (open.length === 0) {
    say('nothing needs an approval, so that none is written');
    return;
  }
  const { json, entries } = proposal(open, expiry(today));
  writeFileSync(file, `${json}\n`);
  say(`wrote ${file}: give ${entries === 1 ? 'its entry' : `each of its ${entries} entries`} a reason`);
}

/**
 * @param known what holds for all of them.
 * @param own the stacks of this checkout. What is protected there, or in what is deployed, is so for a change as well that
 *   would no longer protect it.
 */
function outcomesOf(
  plans: readonly StackPlan[],
  known: Pick<PlanContext, 'isRefreshed' | 'accounts'>,
  own: readonly SynthesizedStack[],
): StackOutcome[] {
  const deployed = protectedEnvironments(plans);
  return plans.map(({ stack: planned, result }) => {
    const { name: stack, document, environment } = planned;
    const isProtected =
      planned.isProtected ||
      deployed.has(environment) ||
      own.some((one) => one.name === stack && one.isProtected);
    const waitsFor = awaited(result, plans);
    if (waitsFor) return { stack, waitsFor };
    if ('why' in result) return { stack, failure: result.why };
    const plan = new Plan(stack, result.json, document, { ...known, isProtected });
    const refused = plan.changes.flatMap((change) => refusedStep(change, parameterFile(environment)) ?? []);
    if (refused.length > 0) return { stack, failure: refused.join('\n') };
    return { stack, plan, drifted: findDrift(result.json, document).drifted };
  });
}

/** The environments of which a plan shows that they are protected as they are deployed, their services included. */
function protectedEnvironments(plans: readonly StackPlan[]): ReadonlySet<string> {
  return new Set(
    plans.flatMap(({ stack, result }) =>
      'json' in result && wasProtected(result.json) ? [stack.environment] : [],
    ),
  );
}

start((args) => {
  const parsed = parsePlanArguments(args);
  return parsed ? main(parsed, planFolder('plan')) : console.log(usage);
});
