import { z } from 'zod';
import { parametersSchema } from '../../parameters/parameters';
import { markdown, rows } from '../../parameters/reference';
import { declared } from '../fixture/services/declared';
import { paths } from './schema-paths';

const schema = parametersSchema(declared);

test('every parameter is documented', () => {
  const leaves = paths(schema);
  expect(leaves.length).toBeGreaterThan(30);
  const documented = new Map(rows(schema).map((row) => [row.path, row]));
  for (const path of leaves) {
    expect(documented.get(path)).toMatchObject({
      path,
      allowed: expect.stringMatching(/./),
      change: expect.stringMatching(/^(in place|rolling|restart|replacement)$/),
      description: expect.stringMatching(/\.$/),
    });
  }
});

test('the table says what a parameter is when it is left out', () => {
  const small = z.strictObject({
    days: z
      .int()
      .default(7)
      .meta({ description: 'Kept.', allowed: '1 to 9', unit: 'days', change: 'in place' }),
  });
  expect(markdown(rows(small)).split('\n').at(-1)).toBe(
    '| `days` | 1 to 9 | days | `7` | in place | Kept. |',
  );
});
