import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import type { Aws } from '../../programs/aws';
import { checkState } from '../../terraform/states/check-state';
import { StateLock } from '../../terraform/states/state-lock';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import type { Planner } from '../plan/terraform';
import { type Adopted, Adopter } from './adopter';
import type { RecoverArguments } from './arguments';
import { isDead } from './dead-run';
import { erroredStates } from './errored-state';
import type { Surroundings } from './find/surroundings';
import { reach } from './reach';
import { AwsResource } from './removal/aws-resource';
import { arnOf, type Spare } from './twins';

export interface RecoveryOptions extends Omit<RecoverArguments, 'name'> {
  readonly planner: Planner;
  /** The caller's own account. */
  readonly tooling: Aws;
  /** A stack that it can't be planned before. */
  readonly waitsFor?: string;
  /** Finds a stack that it is built on, and of which something is missing: a destroy was broken off. */
  readonly unfinished: () => Promise<string | undefined>;
  /** For files that last as long as the command. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

export interface Recovered {
  /** What was done, what is left to decide. */
  readonly lines: readonly string[];
  /** How many things somebody has to decide. */
  readonly toDecide: number;
  /** Unset when it waits for another stack. */
  readonly adopted?: Adopted;
  /** What the stack is made in, with what was asked of it. Unset as well. */
  readonly inside?: Surroundings;
}

/** Puts one stack right. */
export class StackRecovery {
  constructor(
    private readonly stack: SynthesizedStack,
    private readonly options: RecoveryOptions,
  ) {}

  /** @throws Failure when a lock is held that may be a live run's, or AWS or Terraform refuses. */
  async run(): Promise<Recovered> {
    const lines = [...(await this.unlock()), ...(await this.pushErrored())];
    const { name } = this.stack;
    const wait = (platform: string) => ({
      lines: [...lines, `nothing to do before ${platform} is deployed`],
      toDecide: 0,
    });
    await this.refuseLostState();
    if (this.options.waitsFor) return wait(this.options.waitsFor);
    const { planner, take, dryRun, say, folder } = this.options;
    const surroundings = await reach(this.stack, folder);
    const adopted = await new Adopter(planner, this.stack, { surroundings, take, dryRun, say }).adopt();
    if ('why' in adopted) {
      const platform = adopted.waitsFor ?? (await this.options.unfinished());
      if (platform === undefined) throw new Failure(`${name}: ${adopted.why}`);
      return wait(platform);
    }
    const spare = await this.removeSpares(adopted.spare, surroundings());
    return {
      lines: [...lines, ...this.tell(adopted), ...spare.lines],
      toDecide: adopted.several.size + adopted.refused.size + spare.toDecide,
      adopted,
      inside: surroundings(),
    };
  }

  /** A version that is put back knows more than what can be found, and sooner. */
  private async refuseLostState(): Promise<void> {
    const { fault } = await checkState(this.stack, {
      aws: this.options.tooling,
      thorough: true,
      restorable: true,
    });
    if (fault) throw new Failure(`${fault}. Then run this again`);
  }

  private async unlock(): Promise<string[]> {
    const { state, name } = this.stack;
    const { tooling, unlock, dryRun } = this.options;
    if (!state) return [];
    const held = new StateLock(tooling, state);
    const lock = await held.read();
    if (!lock) return [];
    const who = `the lock of ${lock.who}, held since ${lock.created.toISOString()}`;
    if (!unlock && !isDead(lock, name)) {
      throw new Failure(
        `${name}: found ${who} (${lock.operation || 'an unknown operation'}). If that run is dead: npm run recover -- ${name} --unlock`,
      );
    }
    if (dryRun) return [`would release ${who}`];
    if (!(await held.release(lock)))
      throw new Failure(`${name}: the lock is another one by now: somebody is at work on it`);
    return [`released ${who}`];
  }

  private async pushErrored(): Promise<string[]> {
    const { dryRun, planner } = this.options;
    const folders = ['cdktf.out', join(process.env.PLATFORM_LOCAL ?? '.local', 'cdktf.out')];
    const lines: string[] = [];
    for (const file of erroredStates(this.stack.name, folders)) {
      if (dryRun) {
        lines.push(`would store ${file}`);
        continue;
      }
      const refused = await planner.push(this.stack, file);
      if (refused) {
        lines.push(`${file} was not stored: ${refused.why}`);
        continue;
      }
      rmSync(file);
      lines.push(`stored ${file}`);
    }
    return lines;
  }

  private async removeSpares(all: readonly Spare[], inside: Surroundings): Promise<Recovered> {
    const { dryRun, remove } = this.options;
    const lines: string[] = [];
    let toDecide = 0;
    for (const spare of all) {
      const { address, id, instead, isEmpty } = spare;
      const what = `${id}, a second ${address} beside ${instead}`;
      if (!isEmpty && !remove.has(id)) {
        toDecide += 1;
        lines.push(
          `${what}, may be in use. When it is not, remove it after the next deploy: npm run recover -- ${this.stack.name} --delete ${id}`,
        );
      } else if (dryRun) lines.push(`would remove ${what}, in which nothing is`);
      else {
        await new AwsResource(arnOf(spare, inside)).remove(inside.aws);
        lines.push(`removed ${what}`);
      }
    }
    return { lines, toDecide };
  }

  private tell({ taken, kept, refused, several, unknown, letGo }: Adopted): string[] {
    const { dryRun } = this.options;
    const { name } = this.stack;
    const forgot = dryRun ? 'would forget' : 'forgot';
    return [
      ...(letGo.size > 0
        ? [`${forgot} what a deploy made a second time: ${[...letGo].sort().join(', ')}`]
        : []),
      taken.size === 0
        ? 'nothing is there that is not in the state'
        : `${dryRun ? 'would take' : 'took'} ${taken.size} into the state: ${[...taken.keys()].sort().join(', ')}`,
      ...(kept.length > 0
        ? [
            `${dryRun ? 'would go on' : 'the next deploy goes on'} with what was half made: ${kept.join(', ')}`,
          ]
        : []),
      ...[...several].map(
        ([address, ids]) =>
          `there are several ${address}, and nothing tells which is meant: npm run recover -- ${name} --take ${address}=ID, with one of ${ids.join(', ')}`,
      ),
      ...[...refused].map(([address, why]) => `${address} can't be taken: ${why}`),
      ...(unknown.length > 0
        ? [`nobody knows how to find ${unknown.join(', ')}: npm run recover -- ${name} --take ADDRESS=ID`]
        : []),
    ];
  }
}
