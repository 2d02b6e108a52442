/** What the text that `--help` prints says, for whoever lists or completes commands. */
export interface CommandUsage {
  /** Its first sentence. */
  readonly about: string;
  /** Each way to call it, as words: `ENVIRONMENT`, `[SERVICE]`, `list`, `bash|zsh`. */
  readonly forms: readonly (readonly string[])[];
  readonly options: readonly UsageOption[];
  /** Whole lines. */
  readonly examples: readonly string[];
}

export interface UsageOption {
  /** `--json` */
  readonly name: string;
  /** What stands for its value. Undefined: it has none. */
  readonly value?: string;
}

const FORM = /^npm run [\w-]+( |$)/;
const EXAMPLES = 'Examples:';
const OPTION = /^ +(?:-\w, )?(--[a-z][\w-]*)(?:, -\w)?(?: ([A-Z][\w=|/]*))?/;
/** `  set ENVIRONMENT SERVICE NAME    what it does`, and the same with the text in the next line. */
const COMMAND = /^ {2}(\[?[a-z][a-z-]*\]?(?: \[?[A-Z][\w=|]*\]?(?:\.\.\.)?\]?)*)(?: {2,}|$)/;

export function readUsage(text: string): CommandUsage {
  const lines = text.split('\n');
  const blank = lines.indexOf('');
  const head = lines.slice(0, blank < 0 ? undefined : blank);
  const end = lines.indexOf(EXAMPLES);
  const body = lines.slice(blank, end < 0 ? undefined : end);
  const options = body.flatMap((line): UsageOption[] => {
    const [, name, value] = OPTION.exec(line) ?? [];
    return name === undefined ? [] : [{ name, ...(value !== undefined && { value }) }];
  });
  const ways = head.filter((line) => FORM.test(line)).map((line) => wordsOf(line.replace(FORM, '')));
  const takesCommand = ways.some(([first = '']) => /^\[?COMMAND\]?$/.test(first));
  const commands = takesCommand
    ? body.flatMap((line) => {
        const [, form] = COMMAND.exec(line) ?? [];
        return form === undefined ? [] : [wordsOf(form)];
      })
    : [];
  return {
    about: sentence(body),
    forms: commands.length > 0 ? commands : ways,
    options: [...new Map(options.map((option) => [option.name, option])).values()],
    examples:
      end < 0 ? [] : lines.slice(end + 1).flatMap((line) => (line.startsWith('  ') ? [line.trim()] : [])),
  };
}

/** Without options and their values. */
function wordsOf(form: string): string[] {
  return form
    .replace(/\[-- /, '[')
    .replaceAll(/\[[^\]]*--?\w[^\]]*\](\.\.\.)?/g, '')
    .replaceAll(/--\w[\w-]*( [A-Z]\w*)?/g, '')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '--' && word !== '[OPTION]...');
}

function sentence(lines: readonly string[]): string {
  const paragraph = lines.slice(1, lines.indexOf('', 1) < 0 ? undefined : lines.indexOf('', 1)).join(' ');
  return /^.*?\.(?= |$)/.exec(paragraph)?.[0] ?? paragraph;
}
