import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import { chooseStacks } from '../plan/choose-stacks';

/** Options of the CLI whose value is the next argument. */
const VALUED = /^(-a|--app|-o|--output|--var|--var-file|--(terraform-)?parallelism)$/;

/** Names and patterns of stacks among the arguments, of which the first that is no option is the command. */
export function stackNames(args: readonly string[]): string[] {
  const [, ...names] = args.filter(
    (arg, index) => !arg.startsWith('-') && !VALUED.test(args[index - 1] ?? ''),
  );
  return names;
}

/**
 * The arguments of `cdktf diff`, once for each stack that is meant: the CLI takes one name, and no pattern. Where several
 * are meant, the stacks are synthesized here, once.
 * @param output the folder for that.
 * @throws Failure when a name or pattern means no stack.
 */
export async function eachDiff(args: readonly string[], output: string): Promise<string[][]> {
  const names = stackNames(args);
  if (names.length < 2 && !names.some((name) => name.includes('*'))) return [[...args]];
  const stacks = chooseStacks(await synthesizeStacks(output), names);
  const others = args.filter((arg) => !names.includes(arg));
  return stacks.map(({ name }) => [...others, name, '--skip-synth']);
}
