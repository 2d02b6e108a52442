import { commandLine } from '../../console/command-line';

export const usage = `npm run adopt -- STACK ADDRESS ID

Takes over what "already exists" when a stack is deployed: something that a destroy left behind, or that somebody made
by hand. It is in the state afterwards, and the next deploy gives it the settings of the code. Nothing is changed in AWS.

  STACK     such as dev
  ADDRESS   of the resource, as Terraform's error names it: aws_iam_role.cluster_role
  ID        by which Terraform imports that type: its name, for most. The section "Import" of the type's page says it:
            https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
  --help`;

const { parse, refused } = commandLine(usage);

export interface AdoptArguments {
  readonly stack: string;
  readonly address: string;
  readonly id: string;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseAdoptArguments(args: readonly string[]): AdoptArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return undefined;
  const [stack, address, id] = positionals;
  if (positionals.length === 3 && stack && address && id) return { stack, address, id };
  throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: STACK ADDRESS ID`);
}
