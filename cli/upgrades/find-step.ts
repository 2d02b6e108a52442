import { Failure } from '../../console/failure';
import { suggest } from '../../problems/suggest';
import type { EnvironmentUpgrades } from './environment-upgrades';
import type { UpgradeStep } from './versioned';

/**
 * The step of that id.
 * @throws Failure when there is none, or when another environment has to go first.
 */
export function findStep({ environment, things }: EnvironmentUpgrades, id: string): UpgradeStep {
  const all = things.flatMap(({ all }) => all);
  const step = all.find((one) => one.id === id);
  if (!step) {
    const ids = all.map((one) => one.id);
    throw new Failure(
      `--write: got "${id}"${suggest(id, ids)}; allowed in ${environment}: ${ids.join(', ') || 'nothing, all is at its newest version'}`,
    );
  }
  if (step.waitsFor) {
    throw new Failure(
      `--write: got ${id} for ${environment}; allowed once ${step.waitsFor} has it, which ${environment} is promoted from`,
    );
  }
  return step;
}
