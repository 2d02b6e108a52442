import fc from 'fast-check';
import { lockKey, readKey, stateKey } from '../../../cli/preview/key';
import { previewId } from '../../../declarations/preview-id';
import { accountStack } from '../../../stacks/names';
import { environments } from '../../fixture/fixture';

const PARTS = ['platform', 'services'] as const;

test('the state and the lock of each stack of any preview are told by their keys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom(...PARTS), (name, part) => {
      const id = previewId(name);
      expect(readKey(stateKey(id, part))).toEqual({ id, part, isLock: false });
      expect(readKey(lockKey(id, part))).toEqual({ id, part, isLock: true });
    }),
    { numRuns: 1000 },
  );
});

test('no state of the project itself is one of a preview', () => {
  const stacks = environments.flatMap(({ name }) => [name, `${name}-services`, accountStack(name)]);
  for (const stack of ['bootstrap', ...stacks]) {
    expect(readKey(`${stack}.tfstate`)).toBeUndefined();
    expect(readKey(`${stack}.tfstate.tflock`)).toBeUndefined();
  }
});

test.each([
  'preview.tfstate',
  'preview-.tfstate',
  'preview-services.tfstate',
  'preview-main.tfstate',
  'preview-prod-services.tfstate',
  'preview-pr-.tfstate',
  'preview-pr-1234567.tfstate',
  'preview-pr-1.tfstate.backup',
  'preview-pr-1.tfstate.tflock.tflock',
  'preview-pr-1.tfstate/',
  'preview-pr-1/x.tfstate',
  'preview-PR-1.tfstate',
  'preview-pr-1-services-services.tfstate',
  'x/preview-pr-1.tfstate',
  'xpreview-pr-1.tfstate',
  'preview-pr-1.tfstate\n',
  'preview-a-1234567.tfstate',
  'preview-a-123456789.tfstate',
  'preview-a--12345678.tfstate',
  'preview-a-much-too-long-name-12345678.tfstate',
])('%j is of no preview', (key) => {
  expect(readKey(key)).toBeUndefined();
});

test('a preview whose branch is called like the services of another has its own keys', () => {
  const id = previewId('pr-1-services');
  expect(readKey(stateKey(id, 'platform'))).toEqual({ id, part: 'platform', isLock: false });
  expect(readKey(stateKey('pr-1', 'services'))).toEqual({ id: 'pr-1', part: 'services', isLock: false });
});
