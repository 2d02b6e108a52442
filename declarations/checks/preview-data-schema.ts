import { z } from 'zod';
import { texts, whole } from './values';

/** What needs no quotes in PostgreSQL and MySQL, in the length that both take. */
const identifier = texts(
  (text) => /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(text),
  'letters, digits and _, no digit first, at most 63 characters',
);

/** It becomes a part of SQL, of a script and of a field that Kubernetes reads. */
const fixed = texts(
  (text) => /^[^'"\\$%\p{C}]{0,100}$/u.test(text),
  'at most 100 characters, without quotes, backslashes, $ and %',
);

const reason = texts((text) => text.trim() !== '', 'why it is no personal data, in a line');

const mask = z
  .union([
    z.enum(['keep', 'hash', 'email', 'name']),
    z.strictObject({ keep: reason }),
    z.strictObject({ fixed: z.union([fixed, z.number()]) }),
    z.strictObject({ from: z.int(), to: z.int() }),
    z.strictObject({ shiftDays: whole(1, 3650, ' days') }),
  ])
  .meta({
    allowed:
      "'keep', 'hash', 'email', 'name', { keep: 'why' }, { fixed: 'text' } without quotes, backslashes, $ and %, { from: 1, to: 99 } or { shiftDays: 30 }, 1 to 3650",
  });

const table = z.strictObject({
  rows: whole(1, 100_000, ' rows').optional(),
  newest: identifier.optional(),
  columns: z
    .record(identifier, mask)
    .refine((columns) => Object.keys(columns).length > 0)
    .meta({ allowed: "a mask for each column, such as { id: 'keep', email: 'email' }" }),
});

export const previewData = z.record(z.string(), z.record(identifier, table));
