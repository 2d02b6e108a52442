/** A part of a report that may be cut short. */
export interface ReportPart {
  /** Stands before the items, and only with one of them. */
  readonly head: string;
  readonly items: readonly string[];
  readonly foot?: string;
  /** What the items are, for `12 more changes`. */
  readonly noun: string;
  /** Whether it keeps its room, however long the parts before it are. */
  readonly isKept?: boolean;
}

/** What is said about items that are left out. */
const NOTE_LENGTH = 120;
const SEPARATOR = '\n\n';

/**
 * Puts parts into so many characters. What comes last in `parts` is cut first, as it matters least.
 * @param fixed stands before all, whole.
 */
export function bounded(fixed: string, parts: readonly ReportPart[], limit: number): string {
  const texts = new Map<ReportPart, string>();
  let left = limit - fixed.length - parts.reduce((sum, part) => sum + frameOf(part), 0);
  for (const part of [...parts.filter(({ isKept }) => isKept), ...parts.filter(({ isKept }) => !isKept)]) {
    const kept = itemsIn(part, left);
    texts.set(part, render(part, kept));
    left -= lengthOf(kept);
  }
  const all = [fixed, ...parts.map((part) => texts.get(part)).filter(Boolean)].join(SEPARATOR);
  // Items that begin or end with an empty line, one after the other.
  return `${all.replace(/\n{3,}/g, SEPARATOR)}\n`;
}

/** What a part takes without its items: it is there even where there is room for none, and says so. */
function frameOf({ head, items, foot = '' }: ReportPart): number {
  return items.length === 0 ? 0 : head.length + foot.length + NOTE_LENGTH + 2 * SEPARATOR.length;
}

const lengthOf = (items: readonly string[]) => items.reduce((sum, item) => sum + item.length + 1, 0);

function itemsIn({ items }: ReportPart, left: number): string[] {
  let room = left;
  const end = items.findIndex((item) => {
    room -= item.length + 1;
    return room < 0;
  });
  return items.slice(0, end < 0 ? items.length : end);
}

function render({ head, items, foot, noun }: ReportPart, kept: readonly string[]): string {
  if (items.length === 0) return '';
  const missing = items.length - kept.length;
  const note =
    missing > 0 ? [`*${missing} more ${noun} left out: the report is as long as a comment may be.*`] : [];
  return [[head, ...kept, ...note].join('\n'), ...(foot ? [foot] : [])].join('\n\n');
}
