import { PassThrough } from 'node:stream';
import { readValue } from '../../../cli/secret/value';

function input(text: string | Buffer, isTTY = false): NodeJS.ReadStream {
  const stream = Object.assign(new PassThrough(), { isTTY, setRawMode: () => stream });
  // A terminal stays open.
  if (isTTY) stream.write(text);
  else stream.end(text);
  return stream as unknown as NodeJS.ReadStream;
}

describe('the value of a secret', () => {
  test('is all of stdin but its last line break, so that keys of several lines come whole', async () => {
    expect(await readValue('', input('one\n'))).toBe('one');
    expect(await readValue('', input('-----BEGIN-----\nabc\n-----END-----\n\n'))).toBe(
      '-----BEGIN-----\nabc\n-----END-----\n',
    );
    expect(await readValue('', input(' with spaces '))).toBe(' with spaces ');
  });

  test('is not shown where it is typed', async () => {
    const shown: string[] = [];
    const write = jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => shown.push(String(text)) > 0);
    try {
      expect(await readValue('Value: ', input('typed\r', true))).toBe('typed');
    } finally {
      write.mockRestore();
    }
    expect(shown.join('')).toBe('Value: \n');
  });

  test.each([
    ['nothing', '\n', 'got nothing'],
    ['no text', Buffer.from([0xff, 0xfe]), 'no text in UTF-8'],
    ['a zero byte, at which a variable ends', 'a\0b', 'a zero byte'],
    ['more than Secrets Manager takes', 'é'.repeat(32_769), '65538 bytes'],
  ])('is refused where it is %s', async (_what, text, message) => {
    await expect(readValue('', input(text))).rejects.toThrow(message);
  });
});
