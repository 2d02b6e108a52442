import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { erroredStates } from '../../../cli/recover/errored-state';
import { folder } from '../../local/temporary';

function leave(place: string, stack: string, time: number): string {
  const directory = join(place, 'stacks', stack);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'errored.tfstate');
  writeFileSync(file, '{}');
  utimesSync(file, time, time);
  return file;
}

test('states that could not be stored are found in the folders of runs and of local deploys, the oldest first', () => {
  const [cdktf, local] = [folder(), folder()];
  const later = leave(join(cdktf, 'run-a', 'out'), 'dev', 2000);
  const earlier = leave(join(cdktf, 'run-b', 'out'), 'dev', 1000);
  const latest = leave(local, 'dev', 3000);
  leave(join(cdktf, 'run-b', 'out'), 'qa', 1000);
  expect(erroredStates('dev', [cdktf, local, '/nowhere'])).toEqual([earlier, later, latest]);
});
