import type { Action, Change } from '../change';
import type { OutputChange, Plan } from '../plan';
import { difference } from './difference';
import { block, code } from './markdown';

const WORDS: Readonly<Record<Action, string>> = {
  create: 'is new',
  update: 'changes',
  replace: 'is replaced',
  delete: 'is deleted',
  forget: 'leaves the state',
};

/** More lines of one resource are cut. */
const MOST_LINES = 60;

/** Every change of a stack: first those that have a before and an after. */
export function changeItems({ stack, changes, outputs }: Plan): string[] {
  const staying = changes.filter(({ stays }) => stays).map(differenceItem);
  // What is new or goes is only named: the code says what it is.
  const others = changes
    .filter(({ stays }) => !stays)
    .map(({ address, action }) => `- ${code(stack)} ${code(address)} ${WORDS[action]}`);
  return [...staying, ...others, ...outputs.map((output) => outputItem(stack, output))];
}

function differenceItem(change: Change): string {
  const head = `\n${code(change.stack)} ${code(change.address)} ${WORDS[change.action]}`;
  const lines = difference(change);
  return lines.length > 0
    ? `${head}\n\n${block('diff', cut(lines))}\n`
    : `${head}, in nothing but blanks, order, or what is empty\n`;
}

function outputItem(stack: string, { name, before, after }: OutputChange): string {
  const head = `${code(stack)} output ${code(name)}`;
  if (before === null || before === undefined) return `- ${head} is new`;
  if (after === null || after === undefined) return `- ${head} is deleted`;
  const lines = difference({ before: { [name]: before }, after: { [name]: after } });
  return `\n${head} changes\n\n${block('diff', cut(lines))}\n`;
}

function cut(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `  ${more} more lines`] : [...lines];
}
