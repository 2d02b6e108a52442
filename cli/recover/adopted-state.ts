import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { ResourceChange } from '../../plan/change';
import { nextState, untaint } from '../../terraform/states/untaint';
import { fillUntold } from './untold';

export interface PlannedState {
  readonly serial: number;
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Record<string, unknown>; status?: string }[];
  }[];
}

/**
 * The state that a plan starts from, with what its `import` blocks have found: Terraform keeps it in the plan's file.
 * Stored, it is what an apply of the imports alone would store, and nothing was applied.
 * Source: hashicorp/terraform, internal/plans/planfile/writer.go: the member `tfstate` is the prior state.
 * @param imported what the plan says of the things that it imports.
 * @param halfMade what is not to be made anew, though its making was broken off: the deploy puts right what it lacks.
 */
export function adoptedState(
  planFile: string,
  imported: readonly ResourceChange[],
  halfMade: readonly ResourceChange[] = [],
): string {
  const state = stateOf(planFile);
  const instancesOf = (change: ResourceChange) =>
    state.resources.find(
      ({ mode, type, name }) => mode === 'managed' && type === change.type && name === change.name,
    )?.instances ?? [];
  for (const change of imported)
    for (const { attributes } of instancesOf(change)) fillUntold(change, attributes);
  const kept = new Set(halfMade.map(({ address }) => address));
  untaint(state, (address) => kept.has(address));
  return nextState(state);
}

/** The same without some of it, which stays where it is. */
export function stateWithout(planFile: string, isGone: (state: PlannedState) => ReadonlySet<string>): string {
  const state = stateOf(planFile);
  const gone = isGone(state);
  const resources = state.resources.filter(
    ({ mode, type, name }) => mode !== 'managed' || !gone.has(`${type}.${name}`),
  );
  return nextState({ ...state, resources });
}

/** The state that a plan starts from. */
export function stateOf(planFile: string): PlannedState {
  const { tfstate } = unzipSync(readFileSync(planFile), { filter: ({ name }) => name === 'tfstate' });
  return JSON.parse(strFromU8(tfstate!)) as PlannedState;
}
