import { createInterface } from 'node:readline/promises';
import { Failure } from './failure';

/**
 * Asks at the terminal, where "yes" alone means yes.
 * @throws Failure when there is no terminal.
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new Failure('No terminal to ask at. To go on without a question: --auto-approve');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Only "yes" goes on: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
