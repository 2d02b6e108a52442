import type { OneOff } from './one-off';

/** Once: the command is to end. Twice: it may go on, but nobody waits for it. */
export function stopOnSignal(
  oneOff: OneOff,
  say: (text: string) => void,
  signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'],
): void {
  let asked = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      say(`ending ${oneOff.name}. Once more: leave it to itself.`);
      oneOff.stop().catch((error: Error) => say(error.message));
    });
  }
}
