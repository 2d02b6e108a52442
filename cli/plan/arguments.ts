import { commandLine } from '../../console/command-line';

export const usage = `npm run plan -- STACK... [--base REF] [--out DIR]

Plans stacks side by side and writes one report to stdout, in Markdown: docs/plans.md. Changes nothing, takes no lock.
STACK is a name, such as dev or dev-services, or a pattern, such as 'dev*'.

  --base REF   approvals count only where the diff from REF brings them, such as origin/main
  --out DIR    write the report there as well, as report.md
  --help

Exit codes: 0 no changes, 2 changes, 3 a change needs an approval, 1 an error.`;

const { parse, refused } = commandLine(usage);

export interface PlanArguments {
  /** Names and patterns of stacks. */
  readonly names: readonly string[];
  readonly base?: string;
  readonly out?: string;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parsePlanArguments(args: readonly string[]): PlanArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      base: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length === 0) throw refused('no stack is named');
  return { names: positionals, base: values.base, out: values.out };
}
