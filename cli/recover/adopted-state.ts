import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { ResourceChange } from '../../plan/change';
import { fillUntold } from './untold';

interface State {
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
  const { tfstate } = unzipSync(readFileSync(planFile), { filter: ({ name }) => name === 'tfstate' });
  const state = JSON.parse(strFromU8(tfstate!)) as State;
  const instancesOf = (change: ResourceChange) =>
    state.resources.find(
      ({ mode, type, name }) => mode === 'managed' && type === change.type && name === change.name,
    )?.instances ?? [];
  for (const change of imported)
    for (const { attributes } of instancesOf(change)) fillUntold(change, attributes);
  // As `terraform untaint` does.
  for (const change of halfMade) for (const instance of instancesOf(change)) delete instance.status;
  return JSON.stringify({ ...state, serial: state.serial + 1 });
}
