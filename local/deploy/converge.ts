import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { formatErrors, isForNextPlan, isInTheWay } from '../../terraform/diagnostics';
import type { Changes } from '../../terraform/events';
import { hints } from '../../terraform/hint';
import { isLockOf, lockIn } from '../../terraform/lock';
import type { Progress } from '../../terraform/progress';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import type { Display } from './display';
import type { Interrupt } from './interrupt';
import {
  isTerraform,
  LostState,
  type Terraform,
  type TerraformOutcome,
  type TerraformProcess,
} from './terraform';

export interface Options {
  readonly destroy?: boolean;
  /** Told of every step of the apply. */
  readonly follow?: (progress: Progress) => void;
  /** Takes over what is in the way, and says whether it did. Default: the user is told how. */
  readonly takeOver?: () => Promise<boolean>;
}

interface Surroundings {
  readonly display: Pick<Display, 'set' | 'note'>;
  readonly interrupt: Pick<Interrupt, 'check' | 'requested'>;
}

type Runner = Pick<Terraform, 'lastRun' | 'init' | 'apply' | 'forceUnlock'>;

const NOTHING: Changes = { add: 0, change: 0, remove: 0, operation: 'apply' };

/**
 * Brings one stack to what it should be, or destroys it.
 * @throws Failure with Terraform's errors.
 */
export async function converge(
  terraform: Runner,
  stack: SynthesizedStack,
  { display, interrupt }: Surroundings,
  { destroy = false, follow, takeOver = async () => false }: Options = {},
): Promise<Changes> {
  const since = Date.now();
  const show = (step: string) => display.set(stack.name, { step, since });
  try {
    const before = terraform.lastRun(stack);
    if (before && (await isTerraform(before.pid))) {
      show(`waiting for Terraform of another run, process ${before.pid}`);
      await ended(before, interrupt);
    }
    show('terraform init');
    await terraform.init(stack).catch(async (error) => {
      if (!(error instanceof LostState) || !(await takeOver())) throw error;
    });
    const step = destroy ? 'destroying' : 'applying';
    show(step);
    const apply = () =>
      terraform.apply(stack, destroy, (progress) => {
        display.set(stack.name, { step, since, progress });
        follow?.(progress);
      });
    const remedies: readonly ((outcome: TerraformOutcome) => Promise<boolean>)[] = [
      (outcome) => releaseLock(terraform, stack, outcome, before, display),
      async ({ progress }) => isInTheWay(progress.diagnostics) && !interrupt.requested && takeOver(),
      async ({ progress }) => isForNextPlan(progress.diagnostics),
    ];
    let outcome = await apply();
    for (const helps of remedies) if (await helps(outcome)) outcome = await apply();
    return judge(stack, outcome, interrupt);
  } finally {
    display.set(stack.name, undefined);
  }
}

async function ended({ pid }: TerraformProcess, interrupt: Surroundings['interrupt']): Promise<void> {
  while (await isTerraform(pid)) {
    await sleep(500);
    interrupt.check();
  }
}

/** Only a lock whose Terraform was started here and is gone; whoever holds another may be at work. */
async function releaseLock(
  terraform: Runner,
  stack: SynthesizedStack,
  { progress }: TerraformOutcome,
  before: TerraformProcess | undefined,
  display: Surroundings['display'],
): Promise<boolean> {
  const lock = lockIn(progress.diagnostics);
  if (!lock) return false;
  if (!before || !isLockOf(before, lock)) {
    throw new Failure(
      `${stack.name}: its state is locked since ${lock.created.toISOString()} by ${lock.who} (${lock.operation}).\n` +
        `  When that Terraform has ended: eval "$(npm run --silent local -- env)"; cd ${stack.directory}; terraform force-unlock ${lock.id}`,
    );
  }
  display.note(
    `${stack.name}: releasing the state lock that a killed Terraform left (force-unlock ${lock.id})`,
  );
  await terraform.forceUnlock(stack, lock.id);
  return true;
}

function judge(
  stack: SynthesizedStack,
  { code, signal, progress, log }: TerraformOutcome,
  interrupt: Surroundings['interrupt'],
): Changes {
  const { name } = stack;
  const errors = formatErrors(progress.diagnostics);
  if (code === 0) return progress.changes ?? NOTHING;
  if (interrupt.requested)
    throw new Failure(`${name}: interrupted. Run the same command again to continue.`, 130);
  if (signal)
    throw new Failure(
      `${name}: Terraform was killed (${signal}). Run the same command again: it releases the lock.`,
    );
  const advice = isInTheWay(progress.diagnostics)
    ? `\n${name}: an interrupted Terraform made these, and could not save that. Take them over: eval "$(npm run --silent local -- env)"; npm run recover -- ${stack.environment}. Then the same again. Or start over: npm run local -- stop`
    : '';
  const faults = progress.diagnostics.map(({ address, summary, detail = '' }) => ({
    address,
    text: `${summary}\n${detail}`,
  }));
  const found = hints(stack, faults).map((text) => `\n${name}: ${text}`);
  throw new Failure(`${name}: Terraform failed.\n${errors || `  ${log}`}${found.join('')}${advice}`);
}
