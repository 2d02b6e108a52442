import type { StateContent } from '../../terraform/states/state-content';
import { time } from '../../terraform/states/state-store';
import type { HistoryEntry } from './history';

const HEAD = ['VERSION', 'STORED', 'SERIAL', 'LINEAGE', 'RESOURCES', 'BYTES', 'BY', ''];

/** A line for each version, the newest first. */
export function formatHistory(entries: readonly HistoryEntry[]): string {
  const rows = [HEAD, ...entries.map((entry, index) => row(entry, entries.slice(index + 1)))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  ');
  return rows.map((cells) => line(cells).trimEnd()).join('\n');
}

function row({ version, content, by }: HistoryEntry, older: readonly HistoryEntry[]): string[] {
  const begin = [version.id, time(version)];
  const who = by ? `${by.who} (${inAWord(by.operation)})` : '-';
  if (content === undefined) return [...begin, '', '', '', '', who, 'deleted'];
  if (typeof content === 'string') return [...begin, '', '', '', `${version.size}`, who, content];
  const { serial, lineage, resources } = content;
  const notes = [version.isLatest ? 'current' : '', outOfLine(content, older)].filter(Boolean).join(', ');
  return [...begin, `${serial}`, lineage.slice(0, 8), `${resources.size}`, `${version.size}`, who, notes];
}

function outOfLine({ serial, lineage }: StateContent, older: readonly HistoryEntry[]): string {
  const [before] = older.flatMap(({ content }) => (typeof content === 'object' ? [content] : []));
  if (!before) return '';
  if (before.lineage !== lineage) return 'another lineage than before';
  return serial < before.serial ? `taken back from serial ${before.serial}` : '';
}

/** Terraform says `OperationTypeApply`. */
function inAWord(operation: string): string {
  return operation.replace(/^OperationType/, '').toLowerCase() || 'unknown';
}
