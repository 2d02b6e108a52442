import type { Failure } from '../../../console/failure';
import type { SynthesizedStack } from '../../../terraform/synthesized-stack';
import type { Adopted } from '../adopter';
import type { RecoverArguments } from '../arguments';
import { removeAll } from '../removal/remove-all';
import type { Recovered } from '../stack-recovery';
import { findUndeclared, tellUndeclared, type UndeclaredOptions } from './undeclared';

export interface UndeclaredRecoveryOptions extends Pick<UndeclaredOptions, 'stacks' | 'tooling' | 'inside'> {
  /** What was found of each stack, unless it waits for another one. */
  readonly adopted: ReadonlyMap<SynthesizedStack, Adopted>;
}

/** What carries the tags of an environment, and is neither in a state of it nor in the code. */
export class UndeclaredRecovery {
  constructor(
    private readonly options: UndeclaredRecoveryOptions,
    private readonly args: Pick<RecoverArguments, 'remove' | 'dryRun'>,
  ) {}

  /** Removes what was named for that, and tells of the others. */
  async run(): Promise<Recovered> {
    const { remove, dryRun } = this.args;
    const isNamed = ({ arn }: { readonly arn: string }) => remove.has(arn);
    const before = await this.find().catch((error: Failure) => error);
    if (!Array.isArray(before)) {
      return { lines: [`what else carries its tags can't be told: ${before.message}`], toDecide: 1 };
    }
    const { removed, left } = dryRun
      ? { removed: [], left: [] }
      : await removeAll(async () =>
          before
            .filter(isNamed)
            .map((thing) => ({ what: thing.arn, remove: () => thing.remove(this.options.inside.aws) })),
        );
    const others = before.filter((thing) => !isNamed(thing));
    const missing = this.missing(before.map(({ arn }) => arn));
    return {
      lines: [
        ...(dryRun ? before.filter(isNamed).map(({ arn }) => `would remove ${arn}`) : []),
        ...removed.map((arn) => `removed ${arn}`),
        ...left.map((why) => `not removed: ${why}`),
        ...missing.map((id) => `--delete ${id}: it is not among what was found, and stays`),
        ...this.tell(tellUndeclared(others)),
      ],
      toDecide: others.length + left.length + missing.length,
    };
  }

  private tell(things: readonly string[]): string[] {
    if (things.length === 0) return [];
    const { name } = this.options.stacks[0]!;
    return [
      `${things.length} carry its tags, and are in no state and not in the code. Look what each is; to remove one: npm run recover -- ${name} --delete ARN`,
      ...things,
    ];
  }

  private find() {
    const { adopted, ...options } = this.options;
    const states = new Map([...adopted].map(([{ name }, { state }]) => [name, state]));
    return findUndeclared({ ...options, states, told: this.told });
  }

  /** What is told of with the stacks. */
  private get told(): readonly string[] {
    return [...this.options.adopted.values()].flatMap(({ told }) => [...told]);
  }

  /** What was named to be removed, and is none of it. */
  private missing(arns: readonly string[]): string[] {
    const { told } = this;
    return [...this.args.remove].filter((id) => !arns.includes(id) && !told.includes(id));
  }
}
