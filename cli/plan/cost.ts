import { writeFileSync } from 'node:fs';
import type { PlanJson } from '../../plan/plan';
import type { Cost } from '../../plan/report/cost';
import { capture } from '../../programs/capture';

/** What is read of `infracost breakdown --format json`. Source: Infracost, "JSON output". */
interface Breakdown {
  readonly currency?: string;
  readonly pastTotalMonthlyCost?: string | null;
  readonly totalMonthlyCost?: string | null;
}

/**
 * What plans do to the monthly cost, by Infracost.
 * @param folder where the plans may be written down.
 * @returns undefined when there is no Infracost, or when it can't tell,.
 */
export async function findCost(
  plans: readonly { readonly stack: string; readonly json: PlanJson }[],
  folder: string,
  say: (text: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Cost | undefined> {
  const version = await capture('infracost', ['--version'], { env });
  if (version.code === undefined || plans.length === 0) return undefined;
  const costs = await Promise.all(plans.map((plan) => costOf(plan, folder, say, env)));
  const known = costs.filter((cost) => cost !== undefined);
  // A sum of some of them would be taken for all.
  if (known.length < costs.length) return undefined;
  const sum = (of: (cost: Cost) => number) => known.reduce((total, cost) => total + of(cost), 0);
  return {
    before: sum(({ before }) => before),
    after: sum(({ after }) => after),
    currency: known[0]!.currency,
  };
}

async function costOf(
  { stack, json }: { readonly stack: string; readonly json: PlanJson },
  folder: string,
  say: (text: string) => void,
  env: NodeJS.ProcessEnv,
): Promise<Cost | undefined> {
  const file = `${folder}/${stack}.cost.json`;
  writeFileSync(file, JSON.stringify(json), { mode: 0o600 });
  const args = ['breakdown', '--path', file, '--format', 'json', '--no-color'];
  const { code, stdout, stderr } = await capture('infracost', args, { env });
  try {
    if (code !== 0)
      throw new Error(stderr.trim().split('\n').at(-1) || `it ended with ${code ?? 'a signal'}`);
    const { pastTotalMonthlyCost, totalMonthlyCost, currency } = JSON.parse(stdout) as Breakdown;
    return {
      before: Number(pastTotalMonthlyCost ?? 0),
      after: Number(totalMonthlyCost ?? 0),
      currency: currency || 'USD',
    };
  } catch (error) {
    say(`no cost of ${stack}, and so none at all: infracost: ${(error as Error).message}`);
    return undefined;
  }
}
