import { createHash } from 'node:crypto';

/** A name for what has none, or one that is too long: eight hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
