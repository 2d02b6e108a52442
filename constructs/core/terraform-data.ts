import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps {
  /** Kept in state; a change is an update. */
  readonly input?: unknown;
  /** A change makes the resource anew, with another `id`. */
  readonly triggersReplace?: unknown;
}

/**
 * Terraform's own `terraform_data`, which is in state alone: no request, no other provider. Not CDKTF's class for
 * it, which starts Terraform at each synth to ask for its version.
 */
export class TerraformData extends TerraformResource {
  constructor(scope: Construct, id: string, { input, triggersReplace }: TerraformDataProps) {
    super(scope, id, { terraformResourceType: 'terraform_data' });
    if (input !== undefined) this.addOverride('input', input);
    if (triggersReplace !== undefined) this.addOverride('triggers_replace', triggersReplace);
  }

  get id(): string {
    return this.getStringAttribute('id');
  }

  /** The input, known once it is there. */
  get output(): string {
    return this.getStringAttribute('output');
  }
}
