import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../environments/load';
import { Failure } from '../local/failure';
import type { Stack } from '../local/stack';
import { findDrift } from '../plan/drift';
import { isFirst } from '../plan/plan';
import { type DriftArguments, parseDriftArguments, usage } from './drift/arguments';
import { type Looked, section, verdictOf } from './drift/report';
import { type DriftSummary, summaryFile } from './drift/summary';
import type { NoPlan } from './plan/failure';
import { planFolder } from './plan/folder';
import { synthesizeStacks } from './plan/synthesize';
import { type Planned, Planner } from './plan/terraform';
import { pooled } from './pooled';
import { start } from './start';

// npm run drift: what is not as it was deployed.

/** Terraforms at a time: each takes a processor and half a gigabyte. */
const AT_ONCE = 4;

const say = (text: string) => process.stderr.write(`drift: ${text}\n`);

async function main({ environments, out }: DriftArguments, folder: string): Promise<number> {
  const names = chosen(environments);
  const stacks = await synthesizeStacks(join(folder, 'out'));
  const own = (name: string) =>
    stacks.filter((stack) => stack.name === name || stack.dependencies.includes(name));
  const looked = await look(names.flatMap(own), folder);
  const reports = names.map((environment) => {
    const theirs = own(environment).map((stack) => looked.get(stack)!);
    return { environment, verdict: verdictOf(theirs), text: section(environment, theirs) };
  });
  for (const { text } of reports) console.log(text);
  if (out !== undefined) write(out, reports);
  if (reports.some(({ verdict }) => verdict === 'failed')) return 1;
  return reports.some(({ verdict }) => verdict === 'drift') ? 2 : 0;
}

/** @throws Failure that names the environments that there are. */
function chosen(names: readonly string[]): readonly string[] {
  const known = loadEnvironments(process.env.PLATFORM_ENVIRONMENTS ?? 'environments').map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const got = unknown.map((name) => `"${name}"`).join(', ');
    throw new Failure(`environment: got ${got}; allowed: ${known.join(', ')}`);
  }
  return names.length > 0 ? names : known;
}

async function look(stacks: readonly Stack[], folder: string): Promise<Map<Stack, Looked>> {
  const cache = join(folder, 'providers');
  mkdirSync(cache, { recursive: true });
  const planner = new Planner({ cache });
  const plans = await pooled(stacks, AT_ONCE, async (stack) => {
    say(`${stack.name}: looking`);
    const planned = await planner.plan(stack);
    say(`${stack.name}: ${'why' in planned ? planned.why : 'looked'}`);
    return { stack, planned };
  });
  const isNew = (name: string) =>
    plans.some(({ stack, planned }) => stack.name === name && 'json' in planned && isFirst(planned.json));
  return new Map(
    plans.map(({ stack, planned }) => [stack, { stack: stack.name, result: resultOf(planned, isNew) }]),
  );
}

function resultOf(planned: Planned | NoPlan, isNew: (stack: string) => boolean): Looked['result'] {
  if ('json' in planned) return findDrift(planned.json, planned.written);
  // What builds on a platform that is not there yet can't be planned, and can't have drifted.
  if (planned.waitsFor && isNew(planned.waitsFor)) return { drifted: [], pending: ['*'] };
  return planned.why;
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
