import { FINDERS, MADE_AGAIN } from '../../../cli/recover/find/finders';
import { environments, preview, synthesizer } from '../../fixture/fixture';

// The fixture uses what a team may: a type that nobody can find would fail a test on the day when the team does.

test('each type that a stack of the fixture uses can be found after a run that was killed, or need not be', () => {
  const documents = synthesizer.all(environments, [preview('pr-42')]).map(({ document }) => document);
  const types = new Set(documents.flatMap(({ resource }) => Object.keys(resource ?? {})));
  expect(types.size).toBeGreaterThan(100);
  expect([...types].filter((type) => !FINDERS[type] && !MADE_AGAIN.has(type))).toEqual([]);
});
