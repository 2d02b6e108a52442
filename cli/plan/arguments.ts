import { existsSync } from 'node:fs';
import { commandLine } from '../../console/command-line';
import type { ApprovalsSince } from './approvals';

export const usage = `npm run plan -- [STACK...] [--base REF | --deployed REF] [--out DIR]
                            [--approve FILE] [--change DIR] [--against FILE]...

Plans stacks side by side and writes one report to stdout, in Markdown: docs/plans.md. Changes nothing, takes no lock.
STACK is a name, such as dev or dev-services, or a pattern, such as 'dev*'.

  --base REF       approvals count only where the diff from REF brings them, such as origin/main
  --deployed REF   approvals count only where they came after REF, the commit that was deployed last;
                   empty before there was one: all that have not run out count
  --out DIR        write the report there as well, as report.md, and what it shows as reviewed.json
  --approve FILE   write the approvals that are missing to a new file, such as approvals/dev.json, without their reasons
  --change DIR     judge the change that is checked out in DIR, by the rules of this checkout. "npm run synth" has made
                   its stacks there before; none of its code is run here
  --against FILE   such a reviewed.json, once for each review: says what is other than was reviewed, or more
  --help

With --base no stack has to be named: then only a change of what judges is looked for.
Exit codes: 0 no changes, 2 changes, 3 a change needs an approval, 4 not what was reviewed, 1 an error.

Examples:
  npm run plan -- 'dev*' --base origin/main
  npm run plan -- prod prod-services --approve approvals/prod.json`;

const { parse, refused } = commandLine(usage);

export interface PlanArguments {
  /** Names and patterns of stacks. */
  readonly names: readonly string[];
  /** From where approvals are new. Default: all that have not run out count. */
  readonly since: ApprovalsSince;
  readonly out?: string;
  /** A file that is not there yet. */
  readonly approve?: string;
  /** The folder of another checkout. Default: this one is judged. */
  readonly change?: string;
  /** Files of reviews, the oldest first. None: nothing is compared. */
  readonly against: readonly string[];
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
      deployed: { type: 'string' },
      out: { type: 'string' },
      approve: { type: 'string' },
      change: { type: 'string' },
      against: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length === 0 && values.base === undefined) throw refused('no stack is named');
  const { out, approve, change, against } = values;
  if (approve !== undefined && (!/^approvals\/[^/]+\.json$/.test(approve) || existsSync(approve))) {
    const why = existsSync(approve) ? ', which is there already' : '';
    throw refused(`--approve: got "${approve}"${why}; allowed: a new file such as approvals/dev.json`);
  }
  return { names: positionals, since: since(values), out, approve, change, against };
}

function since({ base, deployed }: { readonly base?: string; readonly deployed?: string }): ApprovalsSince {
  if (base !== undefined && deployed !== undefined)
    throw refused('got --base and --deployed; allowed: one of them');
  if (base !== undefined) return { base };
  // Before the first deploy there is no commit to name.
  return deployed ? { deployed } : undefined;
}
