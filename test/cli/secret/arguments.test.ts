import { createHash } from 'node:crypto';
import { parseSecretArguments } from '../../../cli/secret/arguments';
import { Failure } from '../../../console/failure';

const key = createHash('sha256').update('a key').digest('hex');

function refusal(...args: string[]): string {
  try {
    parseSecretArguments(args);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
  return '';
}

test.each([
  ['after the name', ['set', 'dev', 'shop', 'stripe-key', 'hunter2 and more']],
  ['in place of the name', ['set', 'dev', 'shop', key]],
  ['behind an equals sign', ['rotate', 'dev', 'shop', 'stripe-key=hunter2 and more']],
  ['as an option', ['set', 'dev', 'shop', 'stripe-key', '--value', 'hunter2 and more']],
  ['as an option with an equals sign', ['set', 'dev', 'shop', 'stripe-key', '--value=hunter2 and more']],
])('a value %s is refused with the right way, and not repeated', (_where, args) => {
  const message = refusal(...args);
  expect(message).toContain('The value is no argument');
  expect(message).toContain('npm run secret -- ');
  expect(message).not.toContain('hunter2');
  expect(message).not.toContain(key);
});

test('what is missing is named, and what belongs to another command', () => {
  expect(refusal('set', 'dev', 'shop')).toContain(
    'set: got 2 names; allowed: an environment, a service and a secret',
  );
  expect(refusal('list')).toContain('list: got 0 names; allowed: an environment');
  expect(refusal('put')).toContain('got "put"; allowed: list, set, rotate, unset');
  expect(refusal('rotate', 'dev', 'shop', 'stripe-key', '--yes')).toContain('only of unset');
});

test('reads each command', () => {
  const named = { environment: 'dev', service: 'shop', name: 'stripe-key' };
  expect(parseSecretArguments(['list', 'dev'])).toEqual({ command: 'list', environment: 'dev' });
  expect(parseSecretArguments(['set', 'dev', 'shop', 'stripe-key'])).toEqual({ command: 'set', ...named });
  expect(parseSecretArguments(['unset', 'dev', 'shop', 'stripe-key', '--yes'])).toEqual({
    command: 'unset',
    ...named,
    yes: true,
    declared: false,
  });
  expect(parseSecretArguments(['--help'])).toBeUndefined();
});
