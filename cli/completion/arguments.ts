import { commandLine } from '../../console/command-line';
import { suggest } from '../../problems/suggest';

export const usage = `npm run completion -- bash|zsh|fish

Prints what a shell needs to complete \`npm run\` in this project: commands, their options, environments and services.

  --help

Examples:
  eval "$(npm run --silent completion -- bash)"
  npm run --silent completion -- fish | source`;

const { parse, refused } = commandLine(usage);

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseCompletionArguments(args: readonly string[]): Shell | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return undefined;
  const [shell, ...rest] = positionals;
  const known = SHELLS.find((one) => one === shell);
  if (known && rest.length === 0) return known;
  const got = positionals.join(' ');
  throw refused(`got ${got ? `"${got}"${suggest(got, SHELLS)}` : 'nothing'}; allowed: ${SHELLS.join(', ')}`);
}
