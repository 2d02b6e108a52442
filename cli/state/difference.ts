import type { StateContent } from '../../terraform/states/state-content';

/** How two states differ, by addresses. */
export interface StateDifference {
  readonly onlyInVersion: readonly string[];
  readonly onlyInCurrent: readonly string[];
  /** The same address with another thing behind it. */
  readonly another: readonly string[];
}

type Resources = StateContent['resources'];

export function differenceOf(version: Resources, current: Resources): StateDifference {
  const addresses = [...version.keys()].sort();
  return {
    onlyInVersion: addresses.filter((address) => !current.has(address)),
    onlyInCurrent: [...current.keys()].filter((address) => !version.has(address)).sort(),
    another: addresses.filter(
      (address) => current.has(address) && current.get(address) !== version.get(address),
    ),
  };
}

/** A line for each difference; one that says so where there is none. */
export function formatDifference({ onlyInVersion, onlyInCurrent, another }: StateDifference): string {
  const parts = [
    section('only in the version', '+', onlyInVersion),
    section('only in the current state', '-', onlyInCurrent),
    section('in both, but not the same thing', '~', another),
  ].filter((part) => part !== undefined);
  return parts.join('\n') || 'The same resources as in the current state.';
}

function section(title: string, mark: string, addresses: readonly string[]): string | undefined {
  if (addresses.length === 0) return undefined;
  return [`${title} (${addresses.length}):`, ...addresses.map((address) => `  ${mark} ${address}`)].join(
    '\n',
  );
}
