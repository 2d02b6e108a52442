import { PREVIEW_ID } from '../../declarations/preview-id';
import { PREVIEW_STACKS } from '../../stacks/names';

/** The two stacks of a preview. */
export type StackPart = 'platform' | 'services';

/** Which preview's state, or lock on it, an object in the state's bucket is. */
export interface PreviewKey {
  readonly id: string;
  readonly part: StackPart;
  readonly isLock: boolean;
}

const PREFIX = PREVIEW_STACKS;
const KEY = /^preview-(.+?)(-services)?\.tfstate(\.tflock)?$/;

/** What the keys of all previews' states begin with, and names of which most are no preview's. */
export const KEY_PREFIX = PREFIX;

/** Undefined: it is of something else, and not to be touched. */
export function readKey(key: string): PreviewKey | undefined {
  const [, id, services, lock] = key.match(KEY) ?? [];
  if (id === undefined || !PREVIEW_ID.test(id)) return undefined;
  return { id, part: services ? 'services' : 'platform', isLock: lock !== undefined };
}

export function stackName(id: string, part: StackPart): string {
  return `${PREFIX}${id}${part === 'services' ? '-services' : ''}`;
}

export function stateKey(id: string, part: StackPart): string {
  return `${stackName(id, part)}.tfstate`;
}

export function lockKey(id: string, part: StackPart): string {
  return `${stateKey(id, part)}.tflock`;
}
