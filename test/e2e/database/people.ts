import type { CopiedTable } from '../../../declarations/preview-data';

// A host's database with something of persons in it, and what previews may have of that.

/** Each stands in a column with a mask, in one without a rule, or in a table without rules. */
export const PERSONAL = [
  'Ada.Lovelace@mailbox.example',
  'ada.lovelace@mailbox.example',
  'Lovelace',
  '1815-12-10',
  'allergic to nuts',
  'DE89370400440532013000',
  'Ockham Park',
];

export const RULES = {
  people: {
    columns: {
      id: 'keep',
      email: 'email',
      full_name: 'name',
      born: { shiftDays: 400 },
      visits: { from: 1, to: 9 },
      iban: 'hash',
      city: { fixed: 'Berlin' },
    },
  },
  sales: {
    newest: 'placed_at',
    columns: {
      id: 'keep',
      buyer_id: 'keep',
      giver_id: 'keep',
      email: 'email',
      placed_at: 'keep',
      cents: 'keep',
    },
  },
} as const satisfies Readonly<Record<string, CopiedTable>>;

/** @param id the type of a key that counts up by itself. */
export function tables(id: string): string {
  return `
    CREATE TABLE people (
      id ${id}, email VARCHAR(100) NOT NULL, full_name VARCHAR(100), born DATE, visits INT, iban VARCHAR(40),
      city VARCHAR(100), note VARCHAR(200) DEFAULT 'none',
      shout VARCHAR(100) GENERATED ALWAYS AS (UPPER(city)) STORED);
    CREATE TABLE sales (
      id ${id}, buyer_id INT NOT NULL, giver_id INT, email VARCHAR(100), placed_at TIMESTAMP NOT NULL, cents INT NOT NULL,
      FOREIGN KEY (buyer_id) REFERENCES people (id), FOREIGN KEY (giver_id) REFERENCES people (id));
    CREATE TABLE letters (id ${id}, words VARCHAR(200))`;
}

/** Two people, of whom one has bought something under an address in other letters, and somebody without a sale. */
export const ROWS = `
  INSERT INTO people (id, email, full_name, born, visits, iban, city, note) VALUES
    (1, 'Ada.Lovelace@mailbox.example', 'Ada Lovelace', '1815-12-10', 4711, 'DE89370400440532013000', 'Ockham Park',
      'allergic to nuts'),
    (2, 'charles@mailbox.example', NULL, NULL, NULL, NULL, NULL, NULL),
    (7, 'mary@mailbox.example', NULL, NULL, 1, NULL, 'Bath', NULL);
  INSERT INTO sales (id, buyer_id, giver_id, email, placed_at, cents) VALUES
    (1, 1, NULL, 'ada.lovelace@mailbox.example', '2026-01-02 03:04:05', 1450),
    (2, 2, 1, NULL, '2026-02-02 03:04:05', 3900),
    (3, 1, 2, 'Ada.Lovelace@mailbox.example', '2026-03-02 03:04:05', 8900);
  INSERT INTO letters (words) VALUES ('Dear Ada Lovelace, Ockham Park')`;
