import { areSimulated } from '../../../../local/machine/servers/choice';

test('servers run unless somebody wants none', () => {
  expect(areSimulated({})).toBe(false);
  expect(areSimulated({ PLATFORM_SERVERS: 'real' })).toBe(false);
  expect(areSimulated({ PLATFORM_SERVERS: 'simulated' })).toBe(true);
});

test('a word that means nothing is refused, not taken for a yes', () => {
  expect(() => areSimulated({ PLATFORM_SERVERS: 'simulate' })).toThrow(
    'PLATFORM_SERVERS: got simulate; allowed: real, simulated, or nothing',
  );
});
