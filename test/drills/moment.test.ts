import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../local/temporary';
import { done } from './moment';

const COMPLETE = 'aws_vpc.network: Creation complete after 2s\n';

test('what the command before has made does not count', () => {
  const since = Date.now() - 1000;
  const runs = folder({
    'dev.apply.log': COMPLETE.repeat(3),
    'dev-services.apply.log': '{"type":"apply_complete"}\n',
  });
  expect(done(runs, since, { output: COMPLETE })).toBe(5);
  const before = (since - 60_000) / 1000;
  utimesSync(join(runs, 'dev.apply.log'), before, before);
  expect(done(runs, since, { output: COMPLETE })).toBe(2);
});
