import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Lets go of a resource that the code no longer makes, and leaves it in AWS: without this, Terraform would destroy it.
 * Nothing happens where it is not in the state.
 */
export class Kept extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly address: string,
  ) {
    super(scope, id);
  }

  override toTerraform() {
    return { removed: [{ from: this.address, lifecycle: { destroy: false } }] };
  }
}
