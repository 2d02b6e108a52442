import { conditionOf, type FoundPreview, locksOf, summaryOf } from './found-preview';
import { formatAge, formatExpiry, formatTime, isOver } from './time';

/** Such as `ready`, or who is at work on it. */
export function formatState(preview: FoundPreview): string {
  const [locked] = locksOf(preview);
  if (!locked) return conditionOf(preview);
  return `being changed by ${locked.lock.who} since ${formatTime(locked.lock.created)}`;
}

/** Columns of the list. */
const HEADINGS = ['ID', 'OF', 'OWNER', 'AGE', 'EXPIRES', 'STATE', 'URL'];

export function formatList(previews: readonly FoundPreview[], now: Date): string {
  if (previews.length === 0) return 'There are no previews.';
  const rows = [HEADINGS, ...previews.map((preview) => row(preview, now))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function row(preview: FoundPreview, now: Date): string[] {
  const { request, owner, expires, since, urls } = summaryOf(preview);
  return [
    preview.id,
    request ?? '?',
    owner ?? '?',
    since ? formatAge(since, now) : '?',
    expires ? formatExpiry(expires, now) : '?',
    formatState(preview),
    urls.join(' '),
  ];
}

/** The same for programs. */
export function listJson(previews: readonly FoundPreview[], now: Date): object[] {
  return previews.map((preview) => {
    const { expires, since, ...known } = summaryOf(preview);
    const [locked] = locksOf(preview);
    return {
      id: preview.id,
      ...known,
      since: since?.toISOString(),
      expires,
      expired: expires === undefined ? undefined : isOver(expires, now),
      state: conditionOf(preview),
      lock: locked?.lock,
    };
  });
}

/** A preview in Markdown, for the comment on its pull request. */
export function formatPreview(preview: FoundPreview, now: Date): string {
  const { request, owner, expires, urls } = summaryOf(preview);
  const lines = [
    ...urls,
    `Of ${code(request)}, owned by ${code(owner)}. State: ${formatState(preview)}.`,
    expires &&
      `Its last day is ${expires} (${formatExpiry(expires, now)}); each deploy begins its time anew.`,
    `What runs: \`npm run ps -- ${preview.id}\``,
    `What it logs: \`npm run logs -- ${preview.id} SERVICE\``,
    `To take it down: \`npm run preview -- down ${preview.id}\``,
  ].filter(Boolean);
  return [`**Preview \`${preview.id}\`**`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}

function code(text = '?'): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
