import { join, resolve } from 'node:path';
import type { PlanJson } from '../../plan/plan';
import type { Captured } from '../../programs/capture';
import { terraformEnvironment } from '../../terraform/environment';
import { type Diagnostic, parseEvent } from '../../terraform/events';
import { terraform } from '../../terraform/program';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { type NoPlan, whyNoPlan } from './failure';

/** A stack's plan as Terraform describes it. It can have secrets in it: never show it, and leave no file of it. */
export interface Planned {
  readonly json: PlanJson;
  /** The same as a file, for programs that read one. */
  readonly file: string;
}

export interface PlanOptions {
  /** Further arguments for `terraform plan`, such as `-refresh-only`. */
  readonly args?: readonly string[];
  /** Where providers may be kept between stacks. A cache of the user's own is used instead. Default: nowhere. */
  readonly cache?: string;
  /** Whether Terraform has prepared the folders before. */
  readonly initialized?: boolean;
}

const PREPARED = Promise.resolve<Captured>({ code: 0, stdout: '', stderr: '' });

/** Runs Terraform's plan in the folders of synthesized stacks, without a lock, and stores states. */
export class Planner {
  private readonly env: NodeJS.ProcessEnv;
  /** Two that put the same provider into a cache at once break it for each other. */
  private initialized: Promise<unknown> = Promise.resolve();
  private readonly inits = new Map<string, Promise<Captured>>();

  constructor(
    private readonly options: PlanOptions,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.env = {
      ...(options.cache && { TF_PLUGIN_CACHE_DIR: options.cache }),
      TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
      CHECKPOINT_DISABLE: '1',
      ...terraformEnvironment(env),
      TF_IN_AUTOMATION: '1',
    };
  }

  /** Never rejects for what Terraform says. @throws Failure when there is no Terraform. */
  async plan(stack: SynthesizedStack): Promise<Planned | NoPlan> {
    const init = await this.init(stack);
    if (init.code !== 0) return whyNoPlan(stack, faults(init));
    const args = ['-input=false', '-lock=false', '-json', '-detailed-exitcode', '-out=plan.tfplan'];
    const plan = await this.terraform(stack, 'plan', ...args, ...(this.options.args ?? []));
    if (plan.code !== 0 && plan.code !== 2) return whyNoPlan(stack, faults(plan));
    const shown = await this.terraform(stack, 'show', '-json', 'plan.tfplan');
    if (shown.code !== 0) return whyNoPlan(stack, faults(shown));
    const json = parsePlan(shown.stdout);
    return json
      ? { json, file: join(stack.directory, 'plan.tfplan') }
      : {
          why: `Terraform showed a plan that is no JSON, or breaks off after ${shown.stdout.length} characters: run this once more`,
        };
  }

  /**
   * Stores a state, under Terraform's lock, unless the stored one is newer or unrelated. Never rejects for what Terraform
   * says.
   * @returns why it did not.
   */
  async push(stack: SynthesizedStack, file: string): Promise<NoPlan | undefined> {
    const init = await this.init(stack);
    if (init.code !== 0) return whyNoPlan(stack, faults(init));
    const pushed = await this.terraform(stack, 'state', 'push', resolve(file));
    return pushed.code === 0 ? undefined : whyNoPlan(stack, faults(pushed));
  }

  /** The stored state, as text. It can have secrets in it. Never rejects for what Terraform says. */
  async pull(stack: SynthesizedStack): Promise<string | NoPlan> {
    const pulled = await this.terraform(stack, 'state', 'pull');
    return pulled.code === 0 ? pulled.stdout : whyNoPlan(stack, faults(pulled));
  }

  /** Once in each folder. */
  private init(stack: SynthesizedStack): Promise<Captured> {
    const done = this.options.initialized ? PREPARED : this.inits.get(stack.directory);
    if (done) return done;
    const initialized = this.initialized.then(() =>
      this.terraform(stack, 'init', '-input=false', '-json', '-reconfigure'),
    );
    this.initialized = initialized;
    this.inits.set(stack.directory, initialized);
    return initialized;
  }

  private terraform(stack: SynthesizedStack, ...args: readonly string[]): Promise<Captured> {
    return terraform(args, stack.directory, this.env);
  }
}

/** Undefined when a text is none. Nothing of it is told, as it may have secrets in it. */
function parsePlan(text: string): PlanJson | undefined {
  try {
    return JSON.parse(text) as PlanJson;
  } catch {
    return undefined;
  }
}

/** Terraform's errors; what it printed when it has none of its own form. */
function faults({ code, stdout, stderr }: Captured): Diagnostic[] {
  const found = `${stdout}\n${stderr}`
    .split('\n')
    .map(parseEvent)
    .flatMap((event) =>
      event?.type === 'diagnostic' && event.diagnostic.severity === 'error' ? [event.diagnostic] : [],
    );
  if (found.length > 0) return found;
  const summary = stderr.trim() || stdout.trim() || `terraform ended with ${code ?? 'a signal'}`;
  return [{ severity: 'error', summary }];
}
