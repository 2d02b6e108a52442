import type { DatabaseEngine } from '../../../../declarations/backing';
import { type CopiedTable, type Mask, ROWS } from '../../../../declarations/preview-data';
import { maskSql } from './mask-sql';

type Tables = readonly (readonly [string, CopiedTable])[];

/**
 * The rules of a database as two tables of SQL, to stand behind WITH in a query of the script:
 * `given_tables` (place, tab, most, newest) and `given_rules` (number, place, tab, col, mask, expression).
 */
export function rulesSql(engine: DatabaseEngine, tables: Tables): string {
  const rules = tables.flatMap(([table, { columns }], index) =>
    Object.entries(columns).map(([column, mask]) => [
      index + 1,
      table,
      column,
      wordOf(mask),
      maskSql(engine, column, mask),
    ]),
  );
  const copied = tables.map(([table, { rows = ROWS, newest = '' }], index) => [
    index + 1,
    table,
    rows,
    newest,
  ]);
  const numbered = rules.map((rule, index) => [index + 1, ...rule]);
  return [
    `given_tables (place, tab, most, newest) AS (${values(engine, copied)})`,
    `given_rules (number, place, tab, col, mask, expression) AS (${values(engine, numbered)})`,
  ].join(',\n');
}

/** The mask of each `<table>.<column>`, for those who judge a change of it. */
export function masksOf(tables: Tables): Readonly<Record<string, string>> {
  return Object.fromEntries(
    tables.flatMap(([table, { columns }]) =>
      Object.entries(columns).map(([column, mask]) => [`${table}.${column}`, wordOf(mask)]),
    ),
  );
}

/** By which two columns are seen to have the same mask, so that one can lead to the other. */
function wordOf(mask: Mask): string {
  if (typeof mask === 'string') return mask;
  if ('keep' in mask) return 'keep';
  return Object.entries(mask).flat().join(' ');
}

function values(engine: DatabaseEngine, rows: readonly (readonly (string | number)[])[]): string {
  const row = engine === 'mysql' ? 'ROW' : '';
  return `VALUES ${rows.map((cells) => `${row}(${cells.map(literal).join(', ')})`).join(',\n')}`;
}

/** What is quoted has no backslash (declarations/checks/preview-data-schema.ts). */
function literal(value: string | number): string {
  return typeof value === 'number' ? `${value}` : `'${value.replaceAll("'", "''")}'`;
}
