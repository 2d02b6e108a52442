import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { followLines } from '../../../local/deploy/follow';
import { folder } from '../temporary';

test('hands over whole lines, however they are cut, and at the end what is left', () => {
  jest.useFakeTimers();
  const file = join(folder({ log: '' }), 'log');
  const lines: string[] = [];
  const stop = followLines(file, (line) => lines.push(line));
  const bytes = Buffer.from('one\nfü');
  // In the middle of a character.
  appendFileSync(file, bytes.subarray(0, bytes.length - 1));
  jest.advanceTimersByTime(1000);
  expect(lines).toEqual(['one']);
  appendFileSync(file, Buffer.concat([bytes.subarray(bytes.length - 1), Buffer.from('nf\nlast')]));
  jest.advanceTimersByTime(1000);
  expect(lines).toEqual(['one', 'fünf']);
  stop();
  stop();
  expect(lines).toEqual(['one', 'fünf', 'last']);
  jest.useRealTimers();
});
