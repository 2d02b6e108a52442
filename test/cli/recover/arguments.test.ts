import { parseRecoverArguments } from '../../../cli/recover/arguments';

test('a name alone unlocks nothing that may be alive, and does what it says', () => {
  expect(parseRecoverArguments(['dev'])).toEqual({
    name: 'dev',
    dryRun: false,
    unlock: false,
    take: new Map(),
    remove: new Set(),
  });
});

test('what was found twice is decided by address and id, which may have an = in it', () => {
  const args = ['dev', '--take', 'aws_vpc.network=vpc-1', '--take', 'kubernetes_manifest.a=kind=A,name=b'];
  expect(parseRecoverArguments(args)?.take).toEqual(
    new Map([
      ['aws_vpc.network', 'vpc-1'],
      ['kubernetes_manifest.a', 'kind=A,name=b'],
    ]),
  );
});

test.each([
  [[], 'got no name; allowed: the name of one environment or stack'],
  [['dev', 'qa'], 'got dev qa'],
  [['dev', '--take', 'vpc-1'], '--take: got "vpc-1"; allowed: ADDRESS=ID'],
  [['dev', '--dryrun'], '--dry-run'],
])('%j is refused with what is allowed', (args, text) => {
  expect(() => parseRecoverArguments(args)).toThrow(text);
});

test('help runs nothing', () => {
  expect(parseRecoverArguments(['--help'])).toBeUndefined();
});
