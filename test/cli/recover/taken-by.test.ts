import { takenBy } from '../../../cli/recover/taken-by';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

const stack = (name: string, ...ids: readonly string[]) =>
  new SynthesizedStack({
    ...{ name, directory: '.' },
    document: { resource: { aws_iam_role: Object.fromEntries(ids.map((id) => [id, {}])) } },
  });
const platform = stack('dev', 'nodes', 'both');
const services = stack('dev-services', 'catalog', 'both');
const take = (address: string) => takenBy([platform, services], new Map([[address, 'an-id']]));

test('what was decided for an environment goes to the stack that has such a resource', () => {
  expect(take('aws_iam_role.catalog')).toEqual(
    new Map([
      [platform, new Map()],
      [services, new Map([['aws_iam_role.catalog', 'an-id']])],
    ]),
  );
});

test('a mistyped address is refused before anything runs, with the one that was meant', () => {
  expect(() => take('aws_iam_role.catalgo')).toThrow(
    /has no resource aws_iam_role\.catalgo.*aws_iam_role\.catalog/,
  );
});

test('an address that both stacks have waits for the name of one', () => {
  expect(() => take('aws_iam_role.both')).toThrow('dev and dev-services each have');
});
