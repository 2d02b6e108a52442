import type { Problem } from '../../problems/problem';
import { suggest } from '../../problems/suggest';
import { type Backing, thingsOf } from '../backing';
import type { Declared } from '../binding';
import type { CopiedTable, Mask } from '../preview-data';
import { problemIn } from './problem-in';

/** Parts of names that columns have which hold something of a person. */
const PERSONAL =
  /mail|phone|mobile|(^|_)(fax|ip|dob|vat|bic|ssn)($|_)|name|address|street|city|postal|zip|birth|iban|card|passport|tax|gender|religio|password|secret|token|message|comment|note/i;

/** A process takes no longer variable. Source: execve(2), MAX_ARG_STRLEN, at some 500 characters a column. */
const MOST_COLUMNS = 200;

/** What is wrong with what previews get of databases. */
export function checkPreviewData({ backing, services }: Declared): Problem[] {
  const owners = new Map<string, string>();
  const counts = new Map<string, number>();
  return Object.entries(services).flatMap(([service, { bind = [], previewData = {} }]) =>
    Object.entries(previewData).flatMap(([database, tables]) => {
      const at = ['previewData', database];
      const bound = databases(backing).filter((name) => bind.includes(name));
      if (!bound.includes(database)) {
        const allowed = bound.join(', ') || 'a database in its bind list';
        const got = `"${database}", which is no database that it binds${suggest(database, bound)}`;
        return [problemIn(service, at, got, allowed)];
      }
      const columns = Object.values(tables).flatMap((table) => Object.keys(table.columns)).length;
      counts.set(database, (counts.get(database) ?? 0) + columns);
      return [
        ...tooMany(service, at, counts.get(database)!),
        ...Object.entries(tables).flatMap(([name, table]) => {
          const owner = owners.get(`${database} ${name}`);
          owners.set(`${database} ${name}`, service);
          return [...twice(service, [...at, name], owner), ...checkTable(service, [...at, name], table)];
        }),
      ];
    }),
  );
}

function databases(backing: Backing): string[] {
  return thingsOf(backing)
    .filter(({ kind }) => kind === 'database')
    .map(({ name }) => name);
}

function tooMany(service: string, at: string[], columns: number): Problem[] {
  if (columns <= MOST_COLUMNS) return [];
  const got = `${columns} columns with those of other services`;
  return [problemIn(service, at, got, `at most ${MOST_COLUMNS} of a database`)];
}

function twice(service: string, at: string[], owner: string | undefined): Problem[] {
  if (owner === undefined) return [];
  const got = `a table that services/${owner}.ts has as well`;
  return [problemIn(service, at, got, 'each table of a database in one service')];
}

function checkTable(service: string, at: string[], { newest, columns }: CopiedTable): Problem[] {
  const names = Object.keys(columns);
  const masks = Object.entries(columns).flatMap(([column, mask]) => {
    const fault = faultOf(column, mask);
    return fault ? [problemIn(service, [...at, 'columns', column], fault.got, fault.allowed)] : [];
  });
  if (newest === undefined || names.includes(newest)) return masks;
  const got = `"${newest}", which is none of its columns${suggest(newest, names)}`;
  return [problemIn(service, [...at, 'newest'], got, names.join(', ')), ...masks];
}

function faultOf(column: string, mask: Mask): Pick<Problem, 'got' | 'allowed'> | undefined {
  if (mask === 'keep' && PERSONAL.test(column)) {
    const allowed = "a mask, or { keep: 'why it is no personal data' }";
    return { got: '"keep" for a column whose name speaks of a person', allowed };
  }
  if (typeof mask === 'object' && 'from' in mask && mask.from > mask.to)
    return { got: `from ${mask.from} to ${mask.to}`, allowed: 'from a number to one that is no smaller' };
  return undefined;
}
