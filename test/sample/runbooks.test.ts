import { alarmsOf, faultsOf } from '../stacks/runbook-rules';
import { environments, previews, synthesizer } from './sample';

test('every alarm links to its page in the repository of platform.json', () => {
  const alarms = alarmsOf(synthesizer.all(environments, previews));
  expect([...new Set(alarms.flatMap(faultsOf))]).toEqual([]);
});
