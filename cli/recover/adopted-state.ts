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
    readonly instances: readonly { readonly attributes: Record<string, unknown> }[];
  }[];
}

/**
 * The state that a plan starts from, with what its `import` blocks have found: Terraform keeps it in the plan's file.
 * Stored, it is what an apply of the imports alone would store, and nothing was applied.
 * Source: hashicorp/terraform, internal/plans/planfile/writer.go: the member `tfstate` is the prior state.
 * @param imported what the plan says of the things that it imports.
 */
export function adoptedState(planFile: string, imported: readonly ResourceChange[]): string {
  const { tfstate } = unzipSync(readFileSync(planFile), { filter: ({ name }) => name === 'tfstate' });
  const state = JSON.parse(strFromU8(tfstate!)) as State;
  for (const change of imported) {
    const own = state.resources.find(
      ({ mode, type, name }) => mode === 'managed' && type === change.type && name === change.name,
    );
    for (const { attributes } of own?.instances ?? []) fillUntold(change, attributes);
  }
  return JSON.stringify({ ...state, serial: state.serial + 1 });
}
