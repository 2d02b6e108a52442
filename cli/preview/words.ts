import { formatAge, formatExpiry, formatTime, isOver } from './time';
import { conditionOf, know, locksOf, type Trace } from './trace';

/** Such as `ready`, or who is at work on it. */
export function formatState(trace: Trace): string {
  const [locked] = locksOf(trace);
  if (!locked) return conditionOf(trace);
  return `being changed by ${locked.lock.who} since ${formatTime(locked.lock.created)}`;
}

/** Columns of the list. */
const HEADINGS = ['ID', 'OF', 'OWNER', 'AGE', 'EXPIRES', 'STATE', 'URL'];

export function formatList(traces: readonly Trace[], now: Date): string {
  if (traces.length === 0) return 'There are no previews.';
  const rows = [HEADINGS, ...traces.map((trace) => row(trace, now))];
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

function row(trace: Trace, now: Date): string[] {
  const { request, owner, expires, since, urls } = know(trace);
  return [
    trace.id,
    request ?? '?',
    owner ?? '?',
    since ? formatAge(since, now) : '?',
    expires ? formatExpiry(expires, now) : '?',
    formatState(trace),
    urls.join(' '),
  ];
}

/** The same for programs. */
export function listJson(traces: readonly Trace[], now: Date): object[] {
  return traces.map((trace) => {
    const { expires, since, ...known } = know(trace);
    const [locked] = locksOf(trace);
    return {
      id: trace.id,
      ...known,
      since: since?.toISOString(),
      expires,
      expired: expires === undefined ? undefined : isOver(expires, now),
      state: conditionOf(trace),
      lock: locked?.lock,
    };
  });
}

/** A preview in Markdown, for the comment on its pull request. */
export function formatPreview(trace: Trace, host: string, now: Date): string {
  const { request, owner, expires, urls } = know(trace);
  const lines = [
    ...urls,
    `Of ${code(request)}, owned by ${code(owner)}. State: ${formatState(trace)}.`,
    expires &&
      `Its last day is ${expires} (${formatExpiry(expires, now)}); each deploy begins its time anew.`,
    `Pods: \`kubectl --context ${host} get pods -A -l preview=${trace.id}\``,
    `To take it down: \`npm run preview -- down ${trace.id}\``,
  ].filter(Boolean);
  return [`**Preview \`${trace.id}\`**`, '', ...lines.map((line) => `- ${line}`)].join('\n');
}

function code(text = '?'): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
