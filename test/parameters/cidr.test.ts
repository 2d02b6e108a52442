import fc from 'fast-check';
import { block, overlap, subnet } from '../../parameters/cidr';

const anyBlock = fc
  .record({ prefix: fc.integer({ min: 1, max: 30 }), index: fc.nat() })
  .map(({ prefix, index }) => {
    const first = (index % 2 ** prefix) * 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
  });

test('reads a block', () => {
  expect(block('10.1.0.0/16')).toEqual({
    first: 10 * 2 ** 24 + 2 ** 16,
    last: 10 * 2 ** 24 + 2 ** 17 - 1,
    prefix: 16,
    isPrivate: true,
  });
});

test.each(['10.1.0.0', '10.1.0.1/16', '10.1.0.0/33', '256.0.0.0/8', '10.1/16', '::/0', '10.1.0.0/16 '])(
  'refuses %s',
  (text) => {
    expect(block(text)).toBeUndefined();
  },
);

test.each(['8.0.0.0/8', '172.32.0.0/16', '10.0.0.0/7', '0.0.0.0/0'])(
  'does not take %s for private',
  (text) => {
    expect(block(text)?.isPrivate).toBe(false);
  },
);

test('subnets of any block lie inside it and apart from one another', () => {
  fc.assert(
    fc.property(anyBlock, fc.integer({ min: 0, max: 2 }), (whole, bits) => {
      const parent = block(whole)!;
      const parts = Array.from(
        { length: 2 ** bits },
        (_, index) => block(subnet(whole, parent.prefix + bits, index))!,
      );
      for (const [index, part] of parts.entries()) {
        expect(part.first).toBeGreaterThanOrEqual(parent.first);
        expect(part.last).toBeLessThanOrEqual(parent.last);
        expect(parts.slice(index + 1).some((next) => overlap(part, next))).toBe(false);
      }
      expect(() => subnet(whole, parent.prefix + bits, 2 ** bits)).toThrow(`${whole} has no block`);
    }),
  );
});
