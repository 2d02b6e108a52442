import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isFirst } from '../../plan/plan';
import { pooled } from '../../programs/pooled';
import { checkBeside } from '../../terraform/states/check-state';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import type { NoPlan } from './failure';
import { type Planned, Planner } from './terraform';

export interface StackPlan {
  readonly stack: SynthesizedStack;
  readonly result: Planned | NoPlan;
}

/** Terraforms at a time: each takes a processor and half a gigabyte. */
const AT_ONCE = 4;

/**
 * Plans some stacks at a time, and gives them in their order. One that fails does not stop the others.
 * @param folder that is gone afterwards: plans can have secrets in them.
 * @param args for `terraform plan`.
 */
export async function planStacks(
  stacks: readonly SynthesizedStack[],
  folder: string,
  say: (text: string) => void,
  args: readonly string[] = [],
): Promise<StackPlan[]> {
  const cache = join(folder, 'providers');
  mkdirSync(cache, { recursive: true });
  const planner = new Planner({ cache, args });
  return pooled(stacks, AT_ONCE, async (stack) => {
    say(`${stack.name}: planning`);
    const result = await planChecked(planner, stack, say);
    say(`${stack.name}: ${'why' in result ? result.why : 'planned'}`);
    return { stack, result };
  });
}

/** No plan by a state that is not what it should be: it would show everything as new. */
async function planChecked(
  planner: Planner,
  stack: SynthesizedStack,
  say: (text: string) => void,
): Promise<Planned | NoPlan> {
  const { result, fault, denied, unchecked } = await checkBeside(
    stack,
    planner.plan(stack),
    (planned) => 'why' in planned && planned.waitsFor === undefined,
  );
  if (fault) return { why: fault };
  const looked = denied ?? unchecked;
  if (looked && !('why' in result)) say(looked);
  return denied && 'why' in result ? { ...result, why: `${denied}\n${result.why}` } : result;
}

/** The stack that another can't be planned without, and that is not there yet, though it is planned beside it. */
export function awaited(result: Planned | NoPlan, plans: readonly StackPlan[]): string | undefined {
  const name = 'why' in result ? result.waitsFor : undefined;
  const isNew = plans.some(
    (other) => other.stack.name === name && 'json' in other.result && isFirst(other.result.json),
  );
  return isNew ? name : undefined;
}
