import { whySimulated } from '../../../local/machine/real-node';
import { folder } from '../temporary';

const machine = { platform: 'linux', uid: 0, folders: [folder({ runc: '#!', iptables: '#!', ipset: '#!' })] };

const asked = { PLATFORM_NODE: 'real' };

test('containers run for real on Linux, as root, with three programs', () => {
  expect(whySimulated(asked, machine)).toBeUndefined();
});

test.each([
  ['another system', { platform: 'darwin' }, 'a real node needs Linux'],
  ['no root', { uid: 1000 }, 'a real node needs root'],
  [
    'missing programs, with how to get them',
    { folders: [folder({ runc: '#!' })] },
    'a real node needs iptables and ipset (Debian, Ubuntu: apt-get install iptables ipset)',
  ],
])('says why not: %s', (_, change, why) => {
  expect(whySimulated(asked, { ...machine, ...change })).toBe(why);
});

test('nobody gets real ones who did not ask, and a typo is told', () => {
  for (const env of [{}, { PLATFORM_NODE: 'simulated' }])
    expect(whySimulated(env, machine)).toContain('PLATFORM_NODE=real runs them');
  expect(() => whySimulated({ PLATFORM_NODE: 'simulate' }, machine)).toThrow(
    'PLATFORM_NODE: got simulate; allowed: real, simulated, or nothing',
  );
});
