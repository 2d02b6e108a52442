import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceChange } from '../../plan/change';
import { malformed } from '../../plan/malformed';
import { isFirst, type PlanJson } from '../../plan/plan';
import { pooled } from '../../programs/pooled';
import { withoutSecrets } from '../../terraform/missing-secrets';
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
  const wrong = 'why' in result ? undefined : malformed(stack.name, result.json);
  if (wrong) return { why: wrong };
  // What is missing looks like what another stack has yet to make.
  if ('why' in result) {
    const missing = await withoutSecrets([stack]);
    if (missing) return { why: missing };
  }
  const looked = denied ?? unchecked;
  if (looked && !('why' in result)) say(looked);
  return denied && 'why' in result ? { ...result, why: `${denied}\n${result.why}` } : result;
}

/** The stack that another can't be planned without, and that is planned beside it: what the other reads is yet to come. */
export function awaited(result: Planned | NoPlan, plans: readonly StackPlan[]): string | undefined {
  const name = 'why' in result ? result.waitsFor : undefined;
  const isToCome = plans.some(
    ({ stack, result: other }) => stack.name === name && 'json' in other && isYetToTell(other.json),
  );
  return isToCome ? name : undefined;
}

/** Name of a part of an environment's contract. The construct that makes it would load all of CDKTF. */
const CONTRACT = /^\/[^/]+\/[^/]+\/contract(\/|$)/;

/** Whether a deploy has yet to write what others read of the stack. */
function isYetToTell(plan: PlanJson): boolean {
  return isFirst(plan) || writesContract(plan.resource_changes ?? [], ['create', 'update']);
}

/** Whether an environment's contract is among what would be made or changed. */
export function writesContract(changes: readonly ResourceChange[], by: readonly string[]): boolean {
  return changes.some(({ type, change: { actions, after } }) => {
    const name = String((after as { readonly name?: unknown } | null)?.name);
    return type === 'aws_ssm_parameter' && CONTRACT.test(name) && by.includes(actions.join());
  });
}
