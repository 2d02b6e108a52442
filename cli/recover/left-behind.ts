import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceChange } from '../../plan/change';
import { Aws } from '../../programs/aws';
import {
  readStacks,
  type SynthesizedDocument,
  type SynthesizedStack,
} from '../../terraform/synthesized-stack';
import { Planner } from '../plan/terraform';
import { isMade } from './adopter';
import { reach } from './reach';
import { type Search, search } from './search';
import { findUndeclared, tellUndeclared } from './undeclared/undeclared';

export interface LeftBehind {
  /** What a destroy has left, each by address and id. */
  readonly left: readonly string[];
  /** ARNs of what carries the tags of the environment beside that, and is in no state. */
  readonly undeclared: readonly string[];
  /** Ids of log groups that AWS writes again while what they are about is destroyed. The next deploy takes them over. */
  readonly written: readonly string[];
  /** Why nobody can tell. */
  readonly untold?: string;
}

/** AWS can tell of something for a moment after it is gone. */
const AGAIN_MS = 5000;

/**
 * What is there of a stack that was destroyed: found as a recovery finds it, by a plan that would make all of it. Of a
 * platform, which goes last, also what carries the environment's tags. Keys and secrets that wait for their deletion are
 * gone.
 * @param env of Terraform and the AWS CLI, which the stack was destroyed with.
 */
export async function leftBehind(
  stack: SynthesizedStack,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LeftBehind> {
  const planner = new Planner({ args: ['-refresh=false'], initialized: true }, env);
  const plan = await planner.plan(stack);
  if ('why' in plan) {
    // What it is built on is gone, and with it the place for whatever might be left.
    return {
      left: [],
      undeclared: [],
      written: [],
      untold: plan.waitsFor === undefined ? plan.why : undefined,
    };
  }
  const changes = plan.json.resource_changes ?? [];
  const look = async () => {
    const surroundings = await reach(stack, stack.directory, env);
    const found = await search(changes.filter(isMade), stack.document, surroundings, new Map());
    const { left, written, told } = sortOut(found, changes, stack.document);
    if (!stack.cluster) return { left, written, undeclared: [] };
    const tooling = new Aws(stack.region ?? '', env);
    // AWS may list those that it has written again by the tags of before.
    const options = { stacks: besides(stack), tooling, inside: surroundings(), told };
    return findUndeclared(options).then(
      (undeclared) => ({ left, written, undeclared: tellUndeclared(undeclared) }),
      ({ message }: Error) => ({ left, written, undeclared: [], untold: message }),
    );
  };
  const first = await look();
  if (first.left.length + first.undeclared.length === 0) return first;
  await sleep(AGAIN_MS);
  return look();
}

/**
 * Tells what AWS writes again from what a destroy has left. The stack's own `import` blocks name the first. AWS writes
 * it before the plan, which then takes it over, or after it, and then a search finds it.
 * @param changes of a plan that makes the whole stack.
 */
export function sortOut(
  { found, several }: Pick<Search, 'found' | 'several'>,
  changes: readonly ResourceChange[],
  { import: takenOver = [] }: SynthesizedDocument,
): Pick<LeftBehind, 'left' | 'written'> & { readonly told: readonly string[] } {
  const comesBack = new Set(takenOver.map(({ to }) => to));
  const ids = [...[...found].map(([address, id]) => [address, [id]] as const), ...several];
  const afterPlan = ids.filter(([address]) => comesBack.has(address)).flatMap(([, all]) => all);
  const written = [...changes.flatMap(({ change }) => change.importing?.id ?? []), ...afterPlan];
  const left = ids
    .filter(([address]) => !comesBack.has(address))
    .map(([address, all]) => `${address} (${all.join(', ')})`)
    .sort();
  return { left, written, told: [...new Set([...ids.flatMap(([, all]) => all), ...written])] };
}

/** The stacks of its environment, itself among them. */
function besides({ directory, environment }: SynthesizedStack): SynthesizedStack[] {
  return readStacks(dirname(dirname(directory))).filter((stack) => stack.environment === environment);
}

/** What to say of it, in lines. */
export function tellLeft({ name, environment, account }: SynthesizedStack, found: LeftBehind): string[] {
  const { left, undeclared, written, untold } = found;
  const where = account ? ` in account ${account}` : '';
  return [
    ...(left.length > 0
      ? [
          `${name}: the destroy has left ${left.length}${where}, which were in no state: ${left.join(', ')}. Take them over and destroy them: npm run recover -- ${environment}; npx cdktf destroy ${name} --ignore-missing-stack-dependencies`,
        ]
      : []),
    ...(undeclared.length > 0
      ? [
          `${name}: ${undeclared.length} more carry the tags of ${environment}${where}, in no state and not in the code: ${undeclared.join(', ')}. To remove one: npm run recover -- ${environment} --delete ARN`,
        ]
      : []),
    ...(written.length > 0
      ? [
          `${name}: AWS has written log groups again while what they are about was destroyed: ${written.join(', ')}. The next deploy takes them over; to remove one: aws logs delete-log-group --log-group-name NAME`,
        ]
      : []),
    ...(untold === undefined
      ? []
      : [`${name}: whether the destroy has left anything can't be told: ${untold}`]),
  ];
}
