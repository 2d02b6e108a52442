import type { Difference } from './difference';
import type { Leaf } from './leaves';

const LONGEST = 120;

/** A value for people. */
export function shownLeaf(leaf: Leaf | undefined): string {
  if (leaf === undefined) return 'nothing';
  const mark = leaf.match(/^<(.+)>$/)?.[1];
  if (mark) return mark.startsWith('sensitive') ? 'a value that is sensitive' : 'what only the apply tells';
  const text = leaf.replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A difference as a line for a terminal. */
export function differenceLine({ stack, address, attribute, text }: Difference): string {
  return `${[address ?? `the stack ${stack}`, ...(attribute ? [attribute] : [])].join(' ')} ${text}`;
}
