import * as fc from 'fast-check';
import { TURNS } from '../../../../constructs/services/bindings/binder';
import { databaseUser } from '../../../../constructs/services/bindings/database-user';
import { PREVIEW_ID, previewId } from '../../../../declarations/preview-id';

const nameOf = (service: string, preview: string | undefined, turn: 'a' | 'b' = 'a') =>
  databaseUser(
    preview === undefined ? {} : { guest: { id: preview, host: 'dev', shared: new Set(['orders']) } },
    'orders',
    service,
    turn,
  );

test('tells on a server that others use whose the user is', () => {
  expect(nameOf('shop', undefined)).toBe('shop_a');
  expect(nameOf('shop', 'pr-42', 'b')).toBe('shop_pr_42_b');
});

test('is as short as anywhere on a server of its own', () => {
  expect(
    databaseUser({ guest: { id: 'pr-42', host: 'dev', shared: new Set() } }, 'orders', 'shop', 'a'),
  ).toBe('shop_a');
});

/** As long as services and previews may be called. */
const service = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter(({ length }) => length <= 30);
const preview = fc.oneof(
  fc.integer({ min: 1, max: 999_999 }).map((number) => `pr-${number}`),
  fc.string().map(previewId),
  // What has the most in common with other names.
  fc.stringMatching(/^[ab](-?[ab]){0,9}$/).filter((id) => PREVIEW_ID.test(id)),
);
const owner = fc.tuple(service, fc.option(preview, { nil: undefined }));

test('is never longer than MySQL takes', () => {
  fc.assert(
    fc.property(owner, fc.constantFrom(...TURNS), ([name, id], turn) => {
      expect(nameOf(name, id, turn)).toMatch(/^[a-z][a-z0-9_-]{0,29}_[ab]$/);
    }),
  );
});

test("is of the host only where its end can't be taken for that of a preview, which has two parts", () => {
  const longer = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}$/);
  fc.assert(
    fc.property(longer, fc.constantFrom(...TURNS), (name, turn) => {
      expect(nameOf(name, undefined, turn)).not.toMatch(/_[^_]+_[^_]+_[ab]$/);
    }),
  );
});

test('is never the same for two services, or the same service of two previews or of the host', () => {
  fc.assert(
    fc.property(owner, owner, ([name, id], [other, otherId]) => {
      fc.pre(name !== other || id !== otherId);
      const names = [[name, id] as const, [other, otherId] as const].flatMap(([one, of]) =>
        TURNS.map((turn) => nameOf(one, of, turn)),
      );
      expect(new Set(names).size).toBe(4);
    }),
    {
      numRuns: 1000,
      examples: [
        [
          ['shop', 'pr-42'],
          ['shop-pr', '42'],
        ],
        [
          ['shop', 'pr-42'],
          ['shop-pr-42', undefined],
        ],
        [
          ['shop', 'pr-4'],
          ['shop', 'pr-42'],
        ],
        [
          ['a-service-with-a-very-long-name', 'pr-1'],
          ['a-service-with-a-very-long-name', 'pr-2'],
        ],
        [
          ['a-service-with-a-very-long-name', 'pr-1'],
          ['a-service-with-a-very-long-name', undefined],
        ],
      ],
    },
  );
});
