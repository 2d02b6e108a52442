import { readFileSync } from 'node:fs';
import { oneOfEach, thingsOf } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { givenVariables } from '../../declarations/given-variables';
import { service } from './valid';

const text = readFileSync('docs/services.md', 'utf8');

test('the example is a service that runs', () => {
  const [, example] = /```ts\n(.*?)```/s.exec(text)!;
  const compiled = readFileSync('test/fixture/services/catalog.ts', 'utf8');
  expect(example).toBe(compiled.replace("'../../../", "'../"));
});

test('the table names every variable that a service is given, and no other', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.includes(' | `'));
  const documented = rows.flatMap((row) => row.split(' | ')[1]!.match(/[A-Z_]{3,}/g)!);
  // As the table names one: the bucket `assets`.
  const nameOf = (kind: string) => new RegExp(`the ${kind} \`(.*?)\``).exec(rows.join())?.[1] ?? kind;
  const backing = oneOfEach(nameOf);
  const things: Declared = { backing, services: { catalog: service() } };
  const bind = [...thingsOf(backing).map(({ name }) => name), 'catalog'];
  const given = givenVariables(service({ bind }), things).map(({ name }) => name);
  expect([...new Set(documented)].sort()).toEqual([...given].sort());
});
