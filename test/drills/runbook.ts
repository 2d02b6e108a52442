import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Point } from './point';
import { allPoints } from './points/all';
import { asTyped } from './results';

// Writes the table of docs/runbooks/interrupted.md, what to do after what, from the points that are tried:
// node run.js test/drills/runbook.ts

export const FILE = join(__dirname, '../../docs/runbooks/interrupted.md');
const [BEGIN, END] = ['<!-- from test/drills/points -->\n', '<!-- end -->\n'];

/** A row for what happened and what to run then, with all that was under way. */
export function rows(points: readonly Point[]): string {
  const found = new Map<string, Set<string>>();
  for (const point of points) {
    const { what, kind = what } = point.disturbance;
    const key = `| ${kind} | ${then(point)} |`;
    found.set(key, (found.get(key) ?? new Set()).add(point.underWay));
  }
  const lines = [...found].map(([key, underWay]) => `${key} ${[...underWay].join('; ')} |`);
  return ['| what happened | then | tried in |', '| --- | --- | --- |', ...lines.sort(), ''].join('\n');
}

function then({ command, then }: Point): string {
  return then
    .map((line) => (line === command ? 'the same command again' : `\`${asTyped(line)}\``))
    .join(', then ');
}

/** The page, with the table as the points have it. */
export function withRows(page: string, points: readonly Point[]): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest!.split(END);
  return `${before}${BEGIN}\n${rows(points)}\n${END}${after}`;
}

if (require.main === module) writeFileSync(FILE, withRows(readFileSync(FILE, 'utf8'), allPoints));
