import { commandLine } from '../../console/command-line';

export const usage = `npm run affected -- --base REF [--names | --text] [--note FILE] [--change DIR]

Says which stacks a change can affect: those whose synthesized files differ between the point where REF and HEAD parted
and the files as they are here, changes that are not committed included. Prints a JSON list of names.

  --base REF    branch, tag or commit that the change will be merged into, such as origin/main
  --names       for a workflow's shell: names separated by spaces, without those that only an administrator deploys
  --text        a sentence for people, in Markdown
  --note FILE   writes that sentence there as well
  --change DIR  the change is checked out in DIR, and "npm run synth" has made its stacks there: none of its code is run
  --help

Examples:
  npm run affected -- --base origin/main`;

const { parse, refused } = commandLine(usage);

export interface AffectedArguments {
  readonly base: string;
  readonly form: 'json' | 'names' | 'text';
  readonly note?: string;
  /** The folder of another checkout. Default: this one. */
  readonly change?: string;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseAffectedArguments(args: readonly string[]): AffectedArguments | undefined {
  const { values } = parse({
    args: [...args],
    options: {
      base: { type: 'string' },
      names: { type: 'boolean', default: false },
      text: { type: 'boolean', default: false },
      note: { type: 'string' },
      change: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { base, names, text, note, change, help } = values;
  if (help) return undefined;
  if (!base)
    throw refused('no --base: name the branch that the change will be merged into, such as origin/main');
  if (names && text) throw refused('got --names and --text; allowed: one of them');
  return { base, form: names ? 'names' : text ? 'text' : 'json', note, change };
}
