import { Fn, TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';

/** Eight characters of a hash of the content. Terraform computes it, as it alone knows some of the values. */
export function digest(scope: Construct, content: object): string {
  // CDKTF would escape references in a function's argument; in a local it does not.
  const local = new TerraformLocal(scope, 'content', content);
  return Fn.substr(Fn.sha256(Fn.jsonencode(local.expression)), 0, 8);
}
