import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { soundingAttributes } from './kubernetes-attributes';
import { HARMLESS, READ } from './kubernetes-read';

// The provider's own list of attributes, so that a new version of it with another one fails here.

const attributes = soundingAttributes();
const read = Object.values(READ).flat();
const harmless = Object.values(HARMLESS).flat();

test('the provider has many attributes on which security, retention or an outage may hang', () => {
  expect(attributes.size).toBeGreaterThan(100);
});

test('each is read by a rule, or harmless for a reason', () => {
  const known = new Set([...read, ...harmless]);
  const unknown = [...attributes]
    .filter(([name]) => !known.has(name))
    .map(([name, types]) => `${name}: ${[...types][0]}`);
  expect(unknown).toEqual([]);
});

test('what is said to be read or harmless is there, and said once', () => {
  const all = [...read, ...harmless];
  expect(all.filter((name) => !attributes.has(name))).toEqual([]);
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});

test.each(Object.entries(READ))('%s reads what it is said to', (file, names) => {
  const text = readFileSync(join(__dirname, '../../..', file), 'utf8')
    .toLowerCase()
    .replaceAll('_', '');
  // Blocks have the name of the API there, most often with an s.
  expect(names.filter((name) => !text.includes(name.replaceAll('_', '')))).toEqual([]);
});
