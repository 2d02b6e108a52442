import type { DatabaseEngine } from '../../../../declarations/backing';
import type { Mask } from '../../../../declarations/preview-data';

/** How an engine writes what masks are made of. `value` is SQL for a value of any type. */
interface Dialect {
  readonly name: (column: string) => string;
  /** 64 hexadecimal digits for a value, by the key that the script of the engine has made. NULL for NULL. */
  readonly digest: (value: string) => string;
  readonly lower: (value: string) => string;
  readonly join: (...texts: readonly string[]) => string;
  /** The number that twelve digits of a digest are, from a place on: below 2 to the power of 48. */
  readonly number: (digest: string, place: number) => string;
  /** One of the names that setup/seed/names.sh lists, by a number. */
  readonly pick: (list: 'first' | 'last', number: string) => string;
  readonly addDays: (value: string, days: string) => string;
}

/** Twelve digits each, so that one digest gives two numbers that tell nothing of each other. */
const DIGITS = 12;
/** In each list of setup/seed/names.sh. */
export const NAMES = 32;

const DIALECTS: Readonly<Record<DatabaseEngine, Dialect>> = {
  postgres: {
    name: (column) => `"${column}"`,
    digest: (value) => `pg_temp.digest(${value}::text)`,
    lower: (value) => `lower(${value}::text)`,
    join: (...texts) => texts.join(' || '),
    number: (digest, place) => `('x' || substr(${digest}, ${place}, ${DIGITS}))::bit(48)::bigint`,
    pick: (list, number) =>
      `split_part((SELECT ${list}_names FROM pg_temp.mask), ',', (1 + ${number} % ${NAMES})::int)`,
    addDays: (value, days) => `${value} + (${days}) * interval '1 day'`,
  },
  mysql: {
    name: (column) => `\`${column}\``,
    // The same bytes whatever character set the column has.
    digest: (value) =>
      `SHA2(CONCAT(@mask_key, SHA2(CONCAT(@mask_key, CONVERT(${value} USING utf8mb4)), 256)), 256)`,
    lower: (value) => `LOWER(CONVERT(${value} USING utf8mb4))`,
    join: (...texts) => `CONCAT(${texts.join(', ')})`,
    number: (digest, place) => `CAST(CONV(SUBSTR(${digest}, ${place}, ${DIGITS}), 16, 10) AS SIGNED)`,
    pick: (list, number) =>
      `SUBSTRING_INDEX(SUBSTRING_INDEX(@${list}_names, ',', 1 + ${number} % ${NAMES}), ',', -1)`,
    addDays: (value, days) => `DATE_ADD(${value}, INTERVAL ${days} DAY)`,
  },
};

/**
 * The masked value of a column of the rows `t`, as SQL. Nothing in it can fail with the value in the message, as
 * that becomes a line of a log.
 */
export function maskSql(engine: DatabaseEngine, column: string, mask: Mask): string {
  const dialect = DIALECTS[engine];
  const value = `t.${dialect.name(column)}`;
  const digest = dialect.digest(value);
  if (mask === 'hash') return `LEFT(${digest}, 32)`;
  if (mask === 'email')
    return dialect.join(`LEFT(${dialect.digest(dialect.lower(value))}, 20)`, "'@example.com'");
  if (mask === 'name')
    return dialect.join(
      dialect.pick('first', dialect.number(digest, 1)),
      "' '",
      dialect.pick('last', dialect.number(digest, 1 + DIGITS)),
    );
  if (mask === 'keep' || 'keep' in mask) return value;
  if ('fixed' in mask) {
    const text = typeof mask.fixed === 'number' ? `${mask.fixed}` : quote(mask.fixed);
    return `CASE WHEN ${value} IS NOT NULL THEN ${text} END`;
  }
  if ('from' in mask) return `${mask.from} + ${dialect.number(digest, 1)} % ${mask.to - mask.from + 1}`;
  const days = `${dialect.number(digest, 1)} % ${2 * mask.shiftDays + 1} - ${mask.shiftDays}`;
  return dialect.addDays(value, days);
}

/** Declarations have neither quotes nor backslashes in what becomes a text (declarations/checks/preview-data-schema.ts). */
function quote(text: string): string {
  return `'${text}'`;
}
