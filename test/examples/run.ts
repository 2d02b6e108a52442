import { type Captured, capture } from '../../programs/capture';

/** Runs a check of an example in its folder. @returns what it printed. @throws with that if it fails. */
export async function check(
  example: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const ended: Captured = await capture(command, args, { cwd: `examples/${example}`, env });
  const printed = `${ended.stdout}${ended.stderr}`;
  if (ended.code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${ended.code}\n${printed}`);
  return printed;
}
