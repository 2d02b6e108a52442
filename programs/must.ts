import type { SpawnOptions } from 'node:child_process';
import { Failure } from '../console/failure';
import { capture } from './capture';

/** Runs a program to its end. @returns what it printed. @throws Failure with the end of that. */
export async function must(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Promise<string> {
  const { code, stdout, stderr } = await capture(command, args, options);
  if (code === 0) return stdout;
  const what = args.find((arg) => !arg.startsWith('-') && !arg.startsWith('/'));
  const where = options.cwd === undefined ? '' : ` in ${options.cwd}`;
  const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-15);
  throw new Failure([`${command} ${what} failed${where}:`, ...end.map((line) => `  ${line}`)].join('\n'));
}
