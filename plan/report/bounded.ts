/** A part of a report that may be cut short. */
export interface ReportPart {
  /** Stands before the items, and only with one of them. */
  readonly head: string;
  readonly items: readonly string[];
  readonly foot?: string;
  /** What the items are, for `12 more changes`. */
  readonly noun: string;
}

/** What is said about items that are left out. */
const NOTE_LENGTH = 120;

/**
 * Puts parts into so many characters. What comes last in `parts` is cut first, as it matters least.
 * @param fixed stands before all, whole.
 */
export function bounded(fixed: string, parts: readonly ReportPart[], limit: number): string {
  let left = limit - fixed.length;
  const texts = parts.map((part) => {
    const frame = part.head.length + (part.foot?.length ?? 0) + NOTE_LENGTH;
    let room = left - frame;
    const kept: string[] = [];
    for (const item of part.items) {
      if (item.length + 1 > room) break;
      kept.push(item);
      room -= item.length + 1;
    }
    const text = render(part, kept);
    left -= text.length;
    return text;
  });
  return `${[fixed, ...texts.filter(Boolean)].join('\n\n')}\n`;
}

function render({ head, items, foot, noun }: ReportPart, kept: readonly string[]): string {
  if (items.length === 0) return '';
  const missing = items.length - kept.length;
  const note =
    missing > 0 ? [`*${missing} more ${noun} left out: the report is as long as a comment may be.*`] : [];
  return [[head, ...kept, ...note].join('\n'), ...(foot ? [foot] : [])].join('\n\n');
}
