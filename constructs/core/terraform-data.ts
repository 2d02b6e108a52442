import { type ITerraformDependable, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps {
  /** Kept in state; a change is an update. */
  readonly input?: unknown;
  /** A change replaces the resource, which gives it another `id`. */
  readonly triggersReplace?: unknown;
  /** What must be there before. Default: what it refers to. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Terraform's own `terraform_data`, which exists in the state only: it makes no request and needs no provider. CDKTF's
 * class for it is not used because it starts Terraform at each synth to ask for its version.
 */
export class TerraformData extends TerraformResource {
  constructor(scope: Construct, id: string, { input, triggersReplace, dependsOn }: TerraformDataProps) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      dependsOn: dependsOn && [...dependsOn],
    });
    if (input !== undefined) this.addOverride('input', input);
    if (triggersReplace !== undefined) this.addOverride('triggers_replace', triggersReplace);
  }

  get id(): string {
    return this.getStringAttribute('id');
  }

  /** The input, known after apply. */
  get output(): string {
    return this.getStringAttribute('output');
  }
}
