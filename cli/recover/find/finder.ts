import type { Known, Sought } from './sought';
import type { Columns, Surroundings } from './surroundings';

/** Something that is there and may be what a plan would make. */
export interface Candidate {
  /** By which Terraform imports it. */
  readonly id: string;
  /** By which others refer to it, besides `id`. */
  readonly known?: Known;
  /** The more others use it, the higher. Default: 0. Of several the one that is used is meant. */
  readonly used?: number;
}

/** Looks for what a plan would make. @throws NotKnown when the plan does not tell enough of it. */
export type Find = (sought: Sought, account: Surroundings) => Promise<readonly Candidate[]>;

interface Listed {
  /** Attributes that tell it from all others of its type, in the order of the first columns. */
  readonly by: readonly string[];
  /** Arguments of the AWS CLI. */
  readonly list: readonly string[] | ((sought: Sought, account: Surroundings) => readonly string[]);
  /** Rows, in JMESPath. The last column is the id, unless `id` makes it. */
  readonly rows: string;
  readonly id?: (sought: Sought, last: string, account: Surroundings) => string;
  /** Rows that count, of a list that others share. */
  readonly only?: (row: Columns) => boolean;
  /** Attributes that have the same value as the last column. */
  readonly also?: readonly string[];
  /** Asked where there are several. */
  readonly used?: (row: Columns, sought: Sought, account: Surroundings) => number | Promise<number>;
}

/** What one call lists, compared by the values of attributes. */
export function listed({ by, list, rows, id, only = () => true, also = [], used }: Listed): Find {
  return async (sought, account) => {
    const values = by.map((path) => text(sought.text(path)));
    const args = typeof list === 'function' ? list(sought, account) : list;
    const own = (await account.rows(args, rows)).filter(
      (row) => only(row) && values.every((value, column) => value === text(row[column])),
    );
    return Promise.all(
      own.map(async (row) => {
        const last = String(row.at(-1));
        return {
          id: id?.(sought, last, account) ?? last,
          known: Object.fromEntries(also.map((name) => [name, last])),
          used: own.length > 1 ? await used?.(row, sought, account) : undefined,
        };
      }),
    );
  };
}

/** AWS writes -1 for all ports, and Terraform nothing. */
function text(value: unknown): string {
  return value === undefined || value === null || value === -1 || value === '-1' ? '' : String(value);
}

/** What has a name that nothing else of its type in the account has, which is its id. */
export function named(attribute: string, list: readonly string[], names: string): Find {
  return listed({ by: [attribute], list, rows: `${names}.[@]` });
}

/** Columns for `environment` and `Name`, of a resource of EC2. */
const TAGS = `Tags[?Key=='environment'].Value|[0],Tags[?Key=='Name'].Value|[0]`;
export const BY_TAGS = ['tags_all.environment', 'tags_all.Name'];

/** What AWS gives an id, and we the tag `Name`. */
export function tagged({ by = [], rows, ...more }: Omit<Listed, 'by'> & Partial<Pick<Listed, 'by'>>): Find {
  return listed({ by: [...BY_TAGS, ...by], rows: rows.replace('TAGS', TAGS), ...more });
}

/** What one call tells of, by its own name. @param id Default: the attribute. */
export function described(
  call: (sought: Sought, account: Surroundings) => readonly string[],
  id: (sought: Sought, account: Surroundings, answer: never) => string | undefined,
  known: (id: string) => Known = () => ({}),
): Find {
  return async (sought, account) => {
    const answer = await account.ask(...call(sought, account));
    if (answer === undefined) return [];
    const found = id(sought, account, answer as never);
    return found === undefined ? [] : [{ id: found, known: known(found) }];
  };
}
