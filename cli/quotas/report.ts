import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { LIMITS, type Limit } from './limits';

type Stack = Pick<SynthesizedStack, 'account' | 'document' | 'environment'>;

/** What the stacks take of each quota, account by account, and how to ask for what a new account does not have. */
export function report(stacks: readonly Stack[], region: string): string[] {
  const accounts = [...new Set(stacks.map(({ account }) => account).filter((id) => id !== undefined))];
  return accounts.sort().flatMap((account) => {
    const own = stacks.filter((stack) => stack.account === account);
    const lines = LIMITS.flatMap((limit) => {
      const taken = most(limit, own);
      return taken === 0 ? [] : [line(limit, taken, region)];
    });
    return [`account ${account}`, ...lines];
  });
}

/** Of all in the account, or of the environment that takes most. */
function most({ takes, ofEnvironment }: Limit, stacks: readonly Stack[]): number {
  const sums = new Map<string, number>();
  for (const { document, environment } of stacks) {
    const key = ofEnvironment ? environment : 'all';
    sums.set(key, (sums.get(key) ?? 0) + takes(document));
  }
  return Math.max(0, ...sums.values());
}

function line(
  { name, serviceCode, quotaCode, byDefault, region: own }: Limit,
  taken: number,
  region: string,
): string {
  const row = `  ${String(taken).padStart(4)} of ${String(byDefault).padStart(4)}  ${name}`;
  if (taken <= byDefault) return row;
  return `${row}\n        ask for more: aws service-quotas request-service-quota-increase --service-code ${serviceCode} --quota-code ${quotaCode} --desired-value ${taken} --region ${own ?? region}`;
}
