import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellWord } from '../../programs/shell-word';

/** What a program says when it is called with arguments that contain those words. */
export interface Answer {
  readonly to: string;
  /** Printed. An object: as JSON. */
  readonly says?: string | object;
  readonly complains?: string;
  readonly code?: number;
  /** What ends it, once it has said that. Default: nothing does. */
  readonly endedBy?: 'SIGINT' | 'SIGHUP' | 'SIGKILL';
  /** Does not end by itself while a test may wait for it. */
  readonly hangs?: boolean;
}

/** Ends a field, a call, and what comes before a file's text, in the file of calls. */
const [FIELD, CALL, TEXT] = ['\x1f', '\x1e', '\x1d'];

// In the shell's own words alone, as PATH may have nothing else: Node takes longer to start than most of these commands
// run. The first answer that fits is used up, unless it is the last one that fits. Several may be called at the same
// time: a file that only one of them can make tells whose an answer is.
const script = (name: string, folder: string, answers: readonly Answer[]): string => `#!/bin/sh
record="$(printf '%s${FIELD}' ${shellWord(name)} "$@")"
for argument in "$@"; do
  case "$argument" in
    *job.json | *body.md)
      text="$(while IFS= read -r line; do printf '%s\\n' "$line"; done <"\${argument#body=@}"; printf '%s' "$line.")"
      record="$record${TEXT}\${text%.}"
      break
      ;;
  esac
done
printf '%s${CALL}' "$record" >>${shellWord(join(folder, 'calls'))}
last=
${answers.map(({ to }, index) => `case "$*" in *${shellWord(to)}*) last=${index} ;; esac`).join('\n')}
set -C
${answers.map((answer, index) => answerOf(answer, index, join(folder, `${name}.used-${index}`))).join('\n')}
printf '%s' "no answer to $*" >&2
exit 9
`;

function answerOf(
  { to, says = '', complains = '', code = 0, endedBy, hangs }: Answer,
  index: number,
  used: string,
): string {
  return `case "$*" in *${shellWord(to)}*)
  if [ $last = ${index} ] || (: >${shellWord(used)}) 2>/dev/null; then
    printf '%s' ${shellWord(typeof says === 'string' ? says : JSON.stringify(says))}
    printf '%s' ${shellWord(complains)} >&2
    ${endedBy ? `kill -${endedBy.slice('SIG'.length)} $$` : ''}
    ${hangs ? `exec ${shellWord(process.execPath)} -e 'setTimeout(() => {}, 20_000)'` : `exit ${code}`}
  fi ;;
esac`;
}

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
    writeFileSync(join(this.folder, name), script(name, this.folder, answers));
    chmodSync(join(this.folder, name), 0o755);
  }

  calls(): Call[] {
    const file = join(this.folder, 'calls');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split(CALL)
      .slice(0, -1)
      .map((call) => {
        const [words = '', text] = call.split(TEXT);
        const [name = '', ...args] = words.split(FIELD).slice(0, -1);
        return { name, args, file: text };
      });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
