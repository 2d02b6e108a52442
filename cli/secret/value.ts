import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Failure } from '../../console/failure';

/** In bytes. Source: AWS Secrets Manager API Reference, PutSecretValue, SecretString. */
const MOST = 65_536;

/**
 * The value of a secret: typed where nobody sees it, or all of stdin without its last line break.
 * @throws Failure when it is none that a variable can hold. It never shows the value.
 */
export async function readValue(prompt: string, input: NodeJS.ReadStream = process.stdin): Promise<string> {
  return checked(input.isTTY ? await ask(prompt, input) : withoutEnd(await readAll(input)));
}

async function ask(prompt: string, input: NodeJS.ReadStream): Promise<string> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_text, _encoding, done) => done() });
  const terminal = createInterface({ input, output: nowhere, terminal: true });
  try {
    const closed = new Promise<never>((_, reject) =>
      terminal.once('close', () => reject(new Failure('nothing was put', 130))),
    );
    return await Promise.race([terminal.question(''), closed]);
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

async function readAll(input: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of input) parts.push(Buffer.from(part));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new Failure(
      'value: got bytes that are no text in UTF-8; allowed: text, such as the bytes in base64',
    );
  }
}

function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

function checked(value: string): string {
  const bytes = Buffer.byteLength(value);
  if (value.trim() === '') throw new Failure('value: got nothing; allowed: a text');
  if (value.includes('\0')) throw new Failure('value: got a text with a zero byte, at which a variable ends');
  if (bytes > MOST) throw new Failure(`value: got ${bytes} bytes; allowed: at most ${MOST}`);
  return value;
}
