import { Fn, TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';

/** Eight characters that change with anything in the content. By Terraform, as some values only it knows. */
export function digest(scope: Construct, content: object): string {
  // In a function's argument CDKTF would escape what refers to other things; in a local it does not.
  const local = new TerraformLocal(scope, 'content', content);
  return Fn.substr(Fn.sha256(Fn.jsonencode(local.expression)), 0, 8);
}
