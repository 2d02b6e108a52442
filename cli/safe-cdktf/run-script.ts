import { join } from 'node:path';
import { type Captured, capture } from '../../programs/capture';
import { terraformEnvironment } from '../../terraform/environment';

/**
 * Runs a script of the project in a process of its own, in this one's folder: that of a stack. So the guard, which starts
 * with each call of Terraform, does not load the script's code.
 * @param script its path from the folder of this file.
 * @param input what it reads from stdin. Default: nothing.
 */
export function runScript(script: string, args: readonly string[] = [], input?: string): Promise<Captured> {
  const program = ['--require', require.resolve('tsx/cjs'), join(__dirname, script)];
  return capture(process.execPath, [...program, ...args], { env: terraformEnvironment(), input });
}
