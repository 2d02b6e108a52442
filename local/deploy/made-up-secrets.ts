import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { capture } from '../../programs/capture';
import { missingSecrets } from '../../terraform/missing-secrets';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { projectRoot } from '../machine/layout';

/**
 * Puts a made-up value for each secret that stacks want and nobody has put: no pod that takes one starts without, and
 * not everyone who tries a service has the key of its partner.
 * @param env of programs that reach the emulator.
 * @returns a line of each for the user.
 * @throws Failure when one can't be put.
 */
export async function makeUpSecrets(
  stacks: readonly SynthesizedStack[],
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const told: string[] = [];
  // One after the other: each is a process that reads all declarations.
  for (const words of await missingSecrets(stacks, env)) {
    await put(words, env);
    told.push(`${words}: nobody has put this secret, so it has a made-up value. ${own(words)}`);
  }
  return told;
}

const own = (words: string) =>
  `For your own: eval "$(npm run --silent local -- env)"; npm run secret -- rotate ${words}`;

async function put(words: string, env: NodeJS.ProcessEnv): Promise<void> {
  const command = [join(projectRoot, 'run.js'), 'cli/secret/secret.ts', 'set', ...words.split(' ')];
  // By stdin, as no argument may hold a value.
  const input = `made-up-${randomBytes(16).toString('hex')}\n`;
  const { code, stderr } = await capture(process.execPath, command, { cwd: projectRoot, env, input });
  if (code !== 0) throw new Failure(stderr.trim());
}
