import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { findDrift } from '../../plan/drift';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import { checkTerraform } from '../../terraform/program';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { Records } from '../deployed/record';
import { planFolder } from '../plan/folder';
import { awaited, planStacks, type StackPlan } from '../plan/stacks';
import { type DriftArguments, parseDriftArguments, usage } from './arguments';
import { type Looked, section, verdictOf } from './report';
import { type DriftSummary, summaryFile } from './summary';

// npm run drift: finds what somebody changed by hand.

const say = (text: string) => process.stderr.write(`drift: ${text}\n`);

async function main({ environments, out }: DriftArguments, folder: string): Promise<number> {
  const names = chosen(environments);
  checkTerraform();
  const stacks = await synthesizeStacks(join(folder, 'out'));
  const own = (name: string) =>
    stacks.filter((stack) => stack.name === name || stack.dependencies.includes(name));
  const looked = await look(names.flatMap(own), folder);
  const reports = names.map((environment) => {
    const theirs = own(environment).map((stack) => looked.get(stack)!);
    return { environment, verdict: verdictOf(theirs), text: section(environment, theirs) };
  });
  for (const { text } of reports) console.log(text);
  await Promise.all(
    reports.map(({ environment, verdict }) =>
      remember(
        stacks.find(({ name }) => name === environment),
        verdict,
      ),
    ),
  );
  if (out !== undefined) write(out, reports);
  if (reports.some(({ verdict }) => verdict === 'failed')) return 1;
  return reports.some(({ verdict }) => verdict === 'drift') ? 2 : 0;
}

/** Writes down when somebody looked, for `npm run status`. Who may not is told, and no more. */
async function remember(
  stack: SynthesizedStack | undefined,
  verdict: DriftSummary[number]['verdict'],
): Promise<void> {
  // The role that plans may write nothing.
  if (stack?.roleArn === undefined || process.env.PLATFORM_ROLE === 'plan') return;
  try {
    const aws = await new Aws(stack.region ?? '').as(stack.roleArn, 'drift');
    await new Records(aws, stack.tags).writeDrift({ at: new Date().toISOString(), verdict });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`${stack.name}: when it was looked at could not be recorded: ${error.message}`);
  }
}

/** @throws Failure that names the environments that there are. */
function chosen(names: readonly string[]): readonly string[] {
  const known = loadEnvironments(environmentsFolder(), declared).map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const got = unknown.map((name) => `"${name}"`).join(', ');
    throw new Failure(`environment: got ${got}; allowed: ${known.join(', ')}`);
  }
  return names.length > 0 ? names : known;
}

async function look(
  stacks: readonly SynthesizedStack[],
  folder: string,
): Promise<Map<SynthesizedStack, Looked>> {
  const plans = await planStacks(stacks, folder, say);
  return new Map(
    plans.map((plan) => [plan.stack, { stack: plan.stack.name, result: resultOf(plan, plans) }]),
  );
}

function resultOf({ stack, result }: StackPlan, plans: readonly StackPlan[]): Looked['result'] {
  if ('json' in result) return findDrift(result.json, stack.document);
  // What builds on a platform that is not there yet can't be planned, and can't have drifted.
  return awaited(result, plans) ? { drifted: [], pending: ['*'] } : result.why;
}

interface Report {
  readonly environment: string;
  readonly verdict: DriftSummary[number]['verdict'];
  readonly text: string;
}

function write(out: string, reports: readonly Report[]): void {
  mkdirSync(out, { recursive: true });
  for (const { environment, text } of reports) writeFileSync(join(out, `${environment}.md`), text);
  const summary: DriftSummary = reports.map(({ environment, verdict }) => ({
    environment,
    verdict,
    report: `${environment}.md`,
  }));
  writeFileSync(summaryFile(out), JSON.stringify(summary, null, 2));
}

start((args) => {
  const parsed = parseDriftArguments(args);
  return parsed ? main(parsed, planFolder('drift')) : console.log(usage);
});
