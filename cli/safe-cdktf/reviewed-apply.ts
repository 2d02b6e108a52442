import { rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../../console/failure';
import type { Comparison } from '../../plan/reviewed/compare';
import { capture } from '../../programs/capture';

/** The plan that is compared, and that is applied then: nothing can come in between. */
const FILE = 'reviewed.tfplan';

/** What Terraform takes with a plan that is made already. The rest is about how to plan. */
const OF_APPLY = /^(-auto-approve|-no-color|-parallelism(=|$)|-lock(-timeout)?(=|$)|-input(=|$))/;

interface Calls {
  readonly plan: readonly string[];
  readonly apply: readonly string[];
}

/** `terraform apply` as a plan, and the apply of that very plan. */
export function inTwo([, ...args]: readonly string[]): Calls {
  const planned = args.filter((arg) => arg !== '-auto-approve');
  return {
    plan: ['plan', `-out=${FILE}`, ...planned],
    apply: ['apply', ...args.filter((arg) => OF_APPLY.test(arg)), FILE],
  };
}

/** Plans can have secrets in them. */
export function removePlan(): void {
  rmSync(FILE, { force: true });
}

/**
 * Compares the plan in the working directory with reviews.
 * @param binary that is run as Terraform.
 * @param files of the reviews, with the delimiter of PATH between.
 * @throws Failure when it can't be compared.
 */
export async function comparePlan(
  binary: string,
  files: string,
  env: NodeJS.ProcessEnv,
): Promise<Comparison> {
  const shown = await capture(binary, ['show', '-json', FILE], { env });
  if (shown.code !== 0) throw new Failure(`the plan can't be compared: ${shown.stderr.trim()}`);
  const program = ['--require', require.resolve('tsx/cjs'), join(__dirname, 'compare-reviewed.ts')];
  const compared = await capture(process.execPath, [...program, ...files.split(delimiter)], {
    env,
    input: shown.stdout,
  });
  if (compared.code !== 0) throw new Failure(`the plan can't be compared: ${compared.stderr.trim()}`);
  return JSON.parse(compared.stdout) as Comparison;
}
