import { FINDERS, MADE_AGAIN } from '../../cli/recover/find/finders';
import { environments, previews, synthesizer } from './sample';

// A first deploy that is killed leaves any of these in AWS and in no state. A type that nobody can find is made twice, or is
// in the way for ever.
const types = new Set(
  synthesizer.all(environments, previews).flatMap(({ document }) => Object.keys(document.resource ?? {})),
);

test('each type that a stack uses can be found after a run that was killed, or need not be', () => {
  const missing = [...types].filter((type) => !FINDERS[type] && !MADE_AGAIN.has(type));
  expect(missing.map((type) => `${type}: add how to find it to cli/recover/find/`)).toEqual([]);
});
