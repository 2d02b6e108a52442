import { propertyAccess, TerraformElement, Token } from 'cdktf';
import type { Construct } from 'constructs';

const TYPE = 'aws_secretsmanager_random_password';
const LENGTH = 32;

/**
 * A password that Secrets Manager generates anew at each plan and apply, and that Terraform never stores. Only
 * write-only arguments accept it. It has letters and digits only, so that it needs no quotes in URLs, SQL and shells.
 */
export class EphemeralPassword extends TerraformElement {
  constructor(scope: Construct, id: string) {
    super(scope, id, `ephemeral.${TYPE}`);
  }

  get value(): string {
    return Token.asString(propertyAccess(this.fqn, ['random_password']));
  }

  /** CDKTF has no class for ephemeral resources. */
  override toTerraform() {
    const password = { password_length: LENGTH, exclude_punctuation: true };
    return { ephemeral: { [TYPE]: { [this.friendlyUniqueId]: password } } };
  }
}
