import { rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { Failure } from '../../console/failure';
import type { Comparison } from '../../plan/reviewed/compare';
import { capture } from '../../programs/capture';
import { terraformEnvironment } from '../../terraform/environment';
import { runScript } from './run-script';

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
export async function comparePlan(binary: string, files: string): Promise<Comparison> {
  const shown = await capture(binary, ['show', '-json', FILE], { env: terraformEnvironment() });
  if (shown.code !== 0) throw new Failure(`the plan can't be compared: ${shown.stderr.trim()}`);
  const compared = await runScript('compare-reviewed.ts', files.split(delimiter), shown.stdout);
  if (compared.code !== 0) throw new Failure(`the plan can't be compared: ${compared.stderr.trim()}`);
  return JSON.parse(compared.stdout) as Comparison;
}
