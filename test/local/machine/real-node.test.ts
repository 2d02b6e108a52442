import { whySimulated } from '../../../local/machine/real-node';
import { folder } from '../temporary';

const PROGRAMS = { runc: '#!', iptables: '#!', ipset: '#!' };
const machine = { platform: 'linux', uid: 0, folders: [folder({ ...PROGRAMS, buildah: '#!' })] };

test('containers run for real on Linux, as root, with three programs and one that makes images', () => {
  for (const env of [{}, { PLATFORM_NODE: 'real' }]) expect(whySimulated(env, machine)).toBeUndefined();
  const docker = { ...machine, folders: [folder({ ...PROGRAMS, docker: '#!' })] };
  expect(whySimulated({}, docker)).toBeUndefined();
});

test.each([
  ['another system', { platform: 'darwin' }, 'a real node needs Linux'],
  ['no root', { uid: 1000 }, 'a real node needs root'],
  [
    'missing programs, with how to get them',
    { folders: [folder({ runc: '#!' })] },
    'a real node needs iptables, ipset and buildah (Debian, Ubuntu: apt-get install iptables ipset buildah)',
  ],
])('says why not: %s', (_, change, why) => {
  expect(whySimulated({}, { ...machine, ...change })).toBe(why);
});

test('whoever wants none says so, and a typo is told', () => {
  expect(whySimulated({ PLATFORM_NODE: 'simulated' }, machine)).toBe('PLATFORM_NODE=simulated asks for it');
  expect(() => whySimulated({ PLATFORM_NODE: 'simulate' }, machine)).toThrow(
    'PLATFORM_NODE: got simulate; allowed: real, simulated, or nothing',
  );
});
