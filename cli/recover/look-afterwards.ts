import { readStack } from '../../terraform/synthesized-stack';
import { leftBehind, tellLeft } from './left-behind';

// Run in the folder of a stack that was destroyed: prints what is left of it, as JSON.

export interface Afterwards {
  /** How many things are left. */
  readonly left: number;
  /** What to say of it. */
  readonly hints: readonly string[];
}

async function main(): Promise<void> {
  const stack = readStack(process.cwd());
  const found = await leftBehind(stack);
  const afterwards: Afterwards = {
    left: found.left.length + found.undeclared.length,
    hints: tellLeft(stack, found),
  };
  process.stdout.write(JSON.stringify(afterwards));
}

main().catch((error: Error) => {
  process.stderr.write(error.message);
  process.exitCode = 1;
});
