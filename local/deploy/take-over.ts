import { join } from 'node:path';
import { capture } from '../../programs/capture';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import type { Emulator } from '../emulated-aws/emulator';
import { projectRoot } from '../machine/layout';
import { environmentOf, type LocalContext } from './local-context';

/**
 * Takes into a stack's state what an interrupted Terraform made and could not save, as `npm run recover` does. The
 * emulator holds nobody's data, so nobody is asked first.
 * @returns whether nothing is left that somebody has to decide.
 */
export async function takeOver(
  context: LocalContext,
  emulator: Emulator,
  { name }: SynthesizedStack,
): Promise<boolean> {
  context.display.note(`${name}: taking over what an interrupted run has made (npm run recover -- ${name})`);
  const { code } = await capture(
    process.execPath,
    [join(projectRoot, 'run.js'), 'cli/recover/recover.ts', name],
    { cwd: projectRoot, env: environmentOf(context, emulator) },
  );
  return code === 0;
}
