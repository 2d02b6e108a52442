import { parseImageArguments } from '../../../cli/image/arguments';

const known = ['storefront', 'catalog'];
const read = (...args: string[]) => parseImageArguments(args, known);

test('a service is named with or without a folder', () => {
  expect(read('build', 'storefront=../a=b')).toMatchObject({
    command: 'build',
    service: 'storefront',
    folder: '../a=b',
  });
  expect(read('list', 'catalog', '--json')).toMatchObject({
    command: 'list',
    service: 'catalog',
    json: true,
  });
  expect(read('push', 'catalog', '--fail-at', 'HIGH', '--platform', 'linux/arm64,linux/amd64')).toMatchObject(
    {
      failAt: 'high',
      platforms: ['linux/arm64', 'linux/amd64'],
    },
  );
  expect(read('--help')).toBeUndefined();
});

test.each([
  [[], 'got ""; allowed: build, push, list'],
  [['buil', 'catalog'], 'got "buil", did you mean "build"?; allowed: build, push, list'],
  [['build'], 'build: got 0 services; allowed: one of storefront, catalog'],
  [['build', 'storefront', 'catalog'], 'build: got 2 services'],
  [['build', 'storefrnt'], 'got "storefrnt", did you mean "storefront"?'],
  [['build', 'storefront='], 'storefront=: got no folder'],
  [['list', 'storefront=../a'], 'list: got a folder; allowed: storefront'],
  [['list', 'storefront', '--branch', 'main'], '--branch: got it with list; allowed: with build, push'],
  [['push', 'storefront', '--sbom', 'a.json'], '--sbom: got it with push; allowed: with build'],
  [
    ['push', 'storefront', '--fail-at', 'hig'],
    '--fail-at: got "hig", did you mean "high"?; allowed: critical, high, medium, low, informational',
  ],
  [
    ['push', 'storefront', '--platform', 'linux/arm'],
    '--platform: got "linux/arm", did you mean "linux/arm64"?; allowed: linux/amd64, linux/arm64',
  ],
  [
    ['build', 'storefront', '--platform', 'linux/arm64'],
    '--platform: got "linux/arm64"; allowed: with linux/amd64, as pods start on no other node (docs/pods.md)',
  ],
  [['push', 'storefront', '--brnach', 'main'], `Unknown option '--brnach', did you mean "--branch"?`],
])('fails for %j', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
