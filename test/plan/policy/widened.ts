import type { ResourceChange } from '../../../plan/change';
import { Plan, type Written } from '../../../plan/plan';
import { findings } from '../../../plan/rules';
import { planJson } from '../made';

/** Why a plan is found to widen policies, by the code of its stack and the accounts of the platform. */
export function widened(
  changes: readonly ResourceChange[],
  written: Written = {},
  accounts: readonly string[] = [],
): string[] {
  return findings(new Plan('dev', planJson(...changes), written, { accounts }))
    .filter(({ rule }) => rule.id === 'policy-widened')
    .flatMap(({ reasons }) => reasons);
}
