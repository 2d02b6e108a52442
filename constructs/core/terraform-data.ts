import { type ITerraformDependable, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps {
  /** Kept in state; a change is an update. */
  readonly input?: unknown;
  /** A change replaces the resource, which gives it another `id`. */
  readonly triggersReplace?: unknown;
  /** Seconds for which a deploy waits when it makes this, as a number or in Terraform's language. Default: it goes on. */
  readonly sleepSeconds?: number | string;
  /** What must be there before. Default: what it refers to. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Terraform's own `terraform_data`, which exists in the state only: it makes no request and needs no provider. CDKTF's
 * class for it is not used because it starts Terraform at each synth to ask for its version.
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    { input, triggersReplace, sleepSeconds, dependsOn }: TerraformDataProps,
  ) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      dependsOn: dependsOn && [...dependsOn],
    });
    if (input !== undefined) this.addOverride('input', input);
    if (triggersReplace !== undefined) this.addOverride('triggers_replace', triggersReplace);
    if (sleepSeconds !== undefined) {
      this.addOverride('provisioner', [{ 'local-exec': { command: `sleep ${sleepSeconds}` } }]);
    }
  }

  get id(): string {
    return this.getStringAttribute('id');
  }

  /** The input, known after apply. */
  get output(): string {
    return this.getStringAttribute('output');
  }
}
