import type { PreviewEntry } from '../../constructs/preview/preview-record';
import type { Lock } from '../../terraform/lock';
import { stillThere } from '../recover/undeclared/tagged';
import type { StackPart } from './key';
import type { PreviewHost } from './preview-host';
import { readRecords } from './records';
import { PreviewStates, type StackStates } from './states';
import { type PreviewResource, readTagged } from './tagged';

/** All that tells of one preview. Any of it may be missing: a run may have been killed at any time. */
export interface FoundPreview {
  readonly id: string;
  readonly record?: PreviewEntry;
  readonly stacks: StackStates;
  readonly tagged: readonly PreviewResource[];
}

/** What is known of a preview, from whichever trace tells. */
export interface PreviewSummary {
  /** What it is of, such as the name of a branch. */
  readonly request?: string;
  readonly owner?: string;
  /** The last day of its life, in UTC. */
  readonly expires?: string;
  /** Since when there is something of it. */
  readonly since?: Date;
  readonly urls: readonly string[];
}

/**
 * Looks for previews in all places where one can leave resources or records.
 * @param id of one preview. Default: all of them.
 * @throws Failure when AWS does not tell.
 */
export async function findPreviews(previewHost: PreviewHost, id?: string): Promise<FoundPreview[]> {
  const isWanted = (found: string) => id === undefined || found === id;
  const inHost = async () => {
    const aws = await previewHost.previewer();
    const [records, tagged] = await Promise.all([readRecords(aws, previewHost.naming), readTagged(aws, id)]);
    // Where there is a record it tells enough. Whatever else is listed may be gone, as AWS lists it for hours.
    const unsaid = tagged.filter((one) => !records.has(one.id));
    const there = new Set(await stillThere(aws, unsaid));
    return [records, tagged.filter((one) => records.has(one.id) || there.has(one))] as const;
  };
  const [states, [records, tagged]] = await Promise.all([
    new PreviewStates(previewHost.tooling, previewHost.project).read(isWanted),
    inHost(),
  ]);
  const ids = new Set([...states.keys(), ...records.keys(), ...tagged.map((one) => one.id)]);
  return [...ids]
    .filter(isWanted)
    .sort()
    .map((found) => ({
      id: found,
      record: records.get(found),
      stacks: states.get(found) ?? {},
      tagged: tagged.filter((one) => one.id === found),
    }));
}

export function summaryOf({ id, record, stacks, tagged }: FoundPreview): PreviewSummary {
  const tags = tagged.find(({ expires }) => expires !== undefined) ?? tagged[0];
  const changed = [stacks.platform, stacks.services].flatMap(
    (stack) => stack?.state?.changed ?? stack?.lock?.created ?? [],
  );
  return {
    request: record?.request ?? tags?.request ?? (/^pr-\d+$/.test(id) ? id : undefined),
    owner: record?.owner ?? tags?.owner,
    expires: record?.expires ?? tags?.expires,
    since: record ? new Date(record.created) : changed.sort((a, b) => +a - +b)[0],
    urls: record?.urls ?? [],
  };
}

export function locksOf({ stacks }: Pick<FoundPreview, 'stacks'>): { part: StackPart; lock: Lock }[] {
  return (['platform', 'services'] as const).flatMap((part) => {
    const lock = stacks[part]?.lock;
    return lock ? [{ part, lock }] : [];
  });
}

/**
 * In which state it is, a lock aside. `half-made` is also what a destroying that failed among the services leaves: the
 * two look the same.
 */
export function conditionOf({
  stacks,
  record,
  tagged,
}: FoundPreview): 'ready' | 'half-made' | 'half-destroyed' | 'destroyed' {
  const { platform, services } = stacks;
  if (services?.state?.isComplete && platform?.state?.resources) return 'ready';
  const isEmpty = (part: StackPart) => stacks[part]?.state?.resources === 0;
  const hasAny = record !== undefined || tagged.length > 0 || Boolean(platform?.state?.resources);
  if (services?.state?.resources) return 'half-made';
  if (hasAny) return isEmpty('services') || isEmpty('platform') ? 'half-destroyed' : 'half-made';
  return isEmpty('platform') || isEmpty('services') ? 'destroyed' : 'half-made';
}
