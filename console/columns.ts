import { stripVTControlCharacters } from 'node:util';
import { paint } from './paint';

/** Rows below a head, each column as wide as its widest text. Texts may have colours. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => `${cell}${' '.repeat(widths[column]! - widthOf(cell))}`)
      .join('  ')
      .trimEnd();
  return [paint('head', line(head)), ...rows.map(line)].join('\n');
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
