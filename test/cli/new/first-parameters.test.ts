import { firstParameters } from '../../../cli/new/first-parameters';
import { oneOfEach, thingsOf } from '../../../declarations/backing';
import { backingSchemas, refuse } from '../../../parameters/kinds/kinds';
import { declared, environments } from '../../fixture/fixture';

const backing = oneOfEach((kind, engine = kind) => `${kind}-${engine}`);
const things = thingsOf(backing).map((thing) => [thing.name, thing] as const);

test.each(things)('the first %s of an environment has what its kind asks for', (name, thing) => {
  const { value, like } = firstParameters(thing, '{}', { [thing.section]: { [name]: thing.declaration } });
  expect(like).toBeUndefined();
  const parsed = backingSchemas(backing)[thing.section].shape[name]!.parse(value);
  expect(refuse(thing, { ...empty(), [thing.section]: { [name]: parsed } })).toEqual([]);
});

const empty = () =>
  Object.fromEntries(things.map(([, { section }]) => [section, {}])) as Parameters<typeof refuse>[1];

test('another of an engine has the sizes of the first, in the environment, but for its server', () => {
  const { text } = environments[0]!.document;
  const file = JSON.parse(text);
  file.databases.orders.server = { restore: 'of orders alone' };
  const more = {
    ...declared.backing,
    databases: { ...declared.backing.databases, more: { engine: 'postgres' } },
  } as const;
  const thing = thingsOf(more).find(({ name }) => name === 'more')!;
  const { server: _, ...sizes } = file.databases.orders;
  expect(firstParameters(thing, JSON.stringify(file), more)).toEqual({ value: sizes, like: 'orders' });
});
