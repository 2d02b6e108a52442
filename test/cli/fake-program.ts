import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program says when it is called with arguments that contain those words. */
export interface Answer {
  readonly to: string;
  /** Printed. An object: as JSON. */
  readonly says?: string | object;
  readonly complains?: string;
  readonly code?: number;
  /** Does not end by itself while a test may wait for it. */
  readonly hangs?: boolean;
}

// The first answer that fits is used up, unless it is the last one that fits. Several may be called at the same time:
// a file that only one of them can make tells whose an answer is.
const PROGRAM = `#!${process.execPath}
const fs = require('node:fs');
const [name, folder] = [require('node:path').basename(__filename), __dirname];
const args = process.argv.slice(2);
const file = args.map((arg) => /^(?:body=@)?(.*(?:job\\.json|body\\.md))$/.exec(arg)?.[1]).find(Boolean);
const call = { name, args, file: file && fs.readFileSync(file, 'utf8') };
fs.appendFileSync(folder + '/calls', JSON.stringify(call) + '\\n');
const answers = JSON.parse(fs.readFileSync(folder + '/' + name + '.answers', 'utf8'));
const isUnused = (index) => {
  try {
    fs.closeSync(fs.openSync(folder + '/' + name + '.used-' + index, 'wx'));
    return true;
  } catch {
    return false;
  }
};
const fit = answers.flatMap(({ to }, index) => (args.join(' ').includes(to) ? [index] : []));
const answer = answers[fit.find((index) => index === fit.at(-1) || isUnused(index))];
const { says = '', complains = '', code = 0, hangs } = answer ?? { complains: 'no answer to ' + args.join(' '), code: 9 };
process.stdout.write(typeof says === 'string' ? says : JSON.stringify(says));
process.stderr.write(complains);
process.exitCode = code;
if (hangs) setTimeout(() => {}, 20_000);
`;

export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  /** The job, or the text, that it was given. */
  readonly file?: string;
}

/** A folder for PATH, with programs that answer what they are told to. */
export class FakePrograms {
  readonly folder = mkdtempSync(join(tmpdir(), 'platform-fake-'));

  add(name: string, answers: readonly Answer[]): void {
    for (const index of answers.keys()) rmSync(join(this.folder, `${name}.used-${index}`), { force: true });
    writeFileSync(join(this.folder, `${name}.answers`), JSON.stringify(answers));
    writeFileSync(join(this.folder, name), PROGRAM);
    chmodSync(join(this.folder, name), 0o755);
  }

  calls(): Call[] {
    const file = join(this.folder, 'calls');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
