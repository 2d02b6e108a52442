import { setTimeout as sleep } from 'node:timers/promises';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { Planner } from '../plan/terraform';
import { isMade } from './adopter';
import { reach } from './reach';
import { search } from './search';

export interface LeftBehind {
  /** What a destroy has left, each by address and id. */
  readonly left: readonly string[];
  /** Ids of log groups that AWS writes again while what they are about is destroyed. The next deploy takes them over. */
  readonly written: readonly string[];
  /** Why nobody can tell. */
  readonly untold?: string;
}

/** AWS can tell of something for a moment after it is gone. */
const AGAIN_MS = 5000;

/**
 * What is there of a stack that was destroyed: found as a recovery finds it, by a plan that would make all of it. Keys and
 * secrets that wait for their deletion are gone.
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
    return { left: [], written: [], untold: plan.waitsFor === undefined ? plan.why : undefined };
  }
  const changes = plan.json.resource_changes ?? [];
  const written = changes.flatMap(({ change }) => change.importing?.id ?? []);
  const look = async () => {
    const surroundings = await reach(stack, stack.directory, env);
    const { found, several } = await search(changes.filter(isMade), stack.document, surroundings, new Map());
    return new Map([...found, ...[...several].map(([address, ids]) => [address, ids.join(', ')] as const)]);
  };
  if ((await look()).size === 0) return { left: [], written };
  await sleep(AGAIN_MS);
  const left = [...(await look())].map(([address, id]) => `${address} (${id})`).sort();
  return { left, written };
}

/** What to say of it, in lines. */
export function tellLeft({ name, environment, account }: SynthesizedStack, found: LeftBehind): string[] {
  const { left, written, untold } = found;
  const where = account ? ` in account ${account}` : '';
  return [
    ...(left.length > 0
      ? [
          `${name}: the destroy has left ${left.length}${where}, which were in no state: ${left.join(', ')}. Take them over and destroy them: npm run recover -- ${environment}; npx cdktf destroy ${name} --ignore-missing-stack-dependencies`,
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
