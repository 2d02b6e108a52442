import { type TerraformResource, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * For what pods use. Removed from the code, it goes after whatever depends on it was changed, and stays when that fails.
 * Without it Terraform removes first, and changes what depends on it then.
 */
export const OUTLIVES_ITS_USERS = { createBeforeDestroy: true } as const;

/**
 * Lets a resource take the place of one that an earlier version of the code called differently, which then goes last,
 * too. Nothing happens where that is not in the state.
 * @param scope in which the earlier one was, with `id`.
 */
export function takeOver(resource: TerraformResource, scope: IConstruct, id: string): void {
  const above = TerraformStack.of(scope).node.scopes.length;
  const ids = scope.node.scopes.slice(above).map(({ node }) => node.id);
  resource.moveFromId(`${resource.terraformResourceType}.${[...ids, id].join('_')}`);
}
