/**
 * What a preview gets of a column's values. NULL stays NULL. Equal values become equal ones within a database and one
 * filling of it, so that tables still join, and other ones the next time: by a random key that nobody keeps.
 *
 * - `keep`: the value itself. Of a column whose name speaks of a person only with a reason: `{ keep: 'names of products' }`.
 * - `hash`: 32 hexadecimal digits. A column of the type UUID takes them too.
 * - `email`: an address at example.com; of addresses that differ in capitals alone, the same one.
 * - `name`: a first and a last name out of a list of 1024. Others may get the same one.
 * - `{ fixed: 'text' }`: that text or number.
 * - `{ from: 1, to: 99 }`: a whole number of that range.
 * - `{ shiftDays: 30 }`: for a date or a time, at most so many days earlier or later, 1 to 3650. Who knows the date of
 *   one thing can still guess at it.
 */
export type Mask =
  | 'keep'
  | 'hash'
  | 'email'
  | 'name'
  | { readonly keep: string }
  | { readonly fixed: string | number }
  | { readonly from: number; readonly to: number }
  | { readonly shiftDays: number };

/** What of a table previews may have. */
export interface CopiedTable {
  /** The most rows, 1 to 100000. Default: 10000. Of those, rows alone whose foreign keys lead to a row that is copied. */
  readonly rows?: number;
  /** One of its columns, by which the newest rows are taken. Default: any rows. */
  readonly newest?: string;
  /** A mask for each column. A column that is left out gets its default, or NULL. At least one. */
  readonly columns: Readonly<Record<string, Mask>>;
}

/**
 * Tables of databases, by the names of both. What a foreign key leads to comes first. A table that is left out is not
 * copied. In PostgreSQL those of the schema `public`.
 */
export type PreviewData = Readonly<Record<string, Readonly<Record<string, CopiedTable>>>>;

/** How many rows of a table are copied at most where nothing is said. */
export const ROWS = 10_000;
