import type { Inventory } from '../../local/emulated-aws/emulator';

/** What AWS makes up at random, or by the clock. */
const RANDOM: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#'],
  [/\b([a-z]+)-[0-9a-f]{8,17}\b/g, '$1-#'],
  [/\b[0-9A-Z]{18,}\b/g, '#'],
  [/-\d{4}-\d\d-\d\d-\d\d-\d\d\b/g, '-#'],
  [/( appconfig .* )[0-9a-z]{7}\b/g, '$1#'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:#'],
  [/\b[0-9a-f]{16,64}\b/g, '#'],
];

/** A line for each thing, sorted. */
export function lines(inventory: Inventory): string[] {
  return Object.entries(inventory)
    .flatMap(([account, items]) =>
      items.map(({ service, region, kind, name }) => `${account} ${service} ${region} ${kind} ${name}`),
    )
    .sort();
}

/** What one has and the other has not, of each thing as often. What is another at each deploy counts for the same. */
export function difference(expected: readonly string[], found: readonly string[]): string[] {
  const [before, after] = [expected.map(plain), found.map(plain)];
  return [
    ...without(after, before).map((line) => `left over: ${line}`),
    ...without(before, after).map((line) => `missing: ${line}`),
  ];
}

function plain(line: string): string {
  return RANDOM.reduce((text, [random, instead]) => text.replace(random, instead), line);
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}
