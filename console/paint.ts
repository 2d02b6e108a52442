import { styleText } from 'node:util';

/** How something looks: what is wrong, what is to be looked at, what is well, what matters less. */
const LOOKS = { bad: 'red', doubtful: 'yellow', good: 'green', quiet: 'gray', head: 'bold' } as const;

/**
 * A text in colour, where the stream is a terminal that shows it. NO_COLOR and FORCE_COLOR count, as Node has them.
 * Source: Node.js, util.styleText.
 */
export function paint(
  look: keyof typeof LOOKS,
  text: string,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  return styleText(LOOKS[look], text, { stream });
}
