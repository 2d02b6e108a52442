/** Text of others as plain text: no markup, no mention of anybody, one line. */
export function plain(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*{}[\]<>#|~&$!]|(?<!\w)_|_(?!\w)/g, '\\$&')
      // GitHub looks for names behind an @ after it has dropped the backslashes.
      .replaceAll('@', '@\u2060')
  );
}

/** Text of others as code, in a line or a table. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|');
  const mark = fence(line, 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${mark}${space}${line}${space}${mark}`;
}

/** Lines as a block of code. */
export function block(language: string, lines: readonly string[]): string {
  const text = lines.join('\n');
  const mark = fence(text, 3);
  return `${mark}${language}\n${text}\n${mark}`;
}

/** @param texts how many columns have texts; those after them have numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], texts = 2): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const marks = head.map((_, index) => (index < texts ? '---' : '---:'));
  return [line(head), line(marks), ...rows.map(line)].join('\n');
}

/** `1 change`, `2 changes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** More backquotes than stand together anywhere in a text. */
function fence(text: string, atLeast: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(atLeast, longest + 1));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
