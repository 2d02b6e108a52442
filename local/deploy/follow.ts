import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const EVERY_MS = 150;

/**
 * Hands over the lines of a file that another process writes.
 * @returns a function that reads what is left, and ends it.
 */
export function followLines(file: string, take: (line: string) => void): () => void {
  const descriptor = openSync(file, 'r');
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(64 * 1024);
  let rest = '';
  let stopped = false;
  const read = () => {
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, size))).split('\n');
      rest = lines.pop()!;
      for (const line of lines) take(line);
    }
  };
  const timer = setInterval(read, EVERY_MS);
  return () => {
    if (stopped) return;
    stopped = true;
    clearInterval(timer);
    read();
    if (rest) take(rest);
    closeSync(descriptor);
  };
}
