import { readFileSync } from 'node:fs';
import { BACKING_KINDS } from '../../declarations/kinds/kinds';
import { kindOfType } from '../../plan/types/kind';
import { environments, preview, synthesizer } from '../fixture/fixture';

// Whoever answers for data looks here for what a bad day costs.

const PAGE = 'docs/runbooks/data.md';
const rows = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.slice(2, -2).split(' | '));
const listed = new Set(rows.flatMap((cells) => [...cells[1]!.matchAll(/`(\w+)`/g)].map(([, type]) => type!)));
const types = new Set(
  synthesizer.all(environments, [preview('pr-42')]).flatMap(({ document }) => Object.keys(document.resource)),
);

test('every type of resource that holds something, of any stack, has a line', () => {
  const holding = [...types].filter((type) => kindOfType(type)?.side === 'holds');
  expect(holding.length).toBeGreaterThan(10);
  expect(holding.filter((type) => !listed.has(type))).toEqual([]);
});

test('no stack has something of a type of which nobody has said what it holds', () => {
  expect([...types].filter((type) => type !== 'kubernetes_manifest' && !kindOfType(type))).toEqual([]);
});

test('every kind of backing service has a line', () => {
  expect(BACKING_KINDS.filter((kind) => !rows.some(([what]) => what!.startsWith(kind)))).toEqual([]);
});

test('no line is about a type that no stack makes', () => {
  expect([...listed].filter((type) => !types.has(type))).toEqual([]);
});

test('every line says what is lost, how long it takes, by what, and what keeps it', () => {
  expect(rows.filter((cells) => cells.length !== 6 || cells.some((cell) => cell.trim() === ''))).toEqual([]);
});
