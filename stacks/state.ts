import { S3Backend, type TerraformStack } from 'cdktf';
import { arn } from '../constructs/core/arn';
import type { Project } from '../parameters/project';

/** Where Terraform's state is: one bucket with its own key, in the tooling account, made by `bootstrap`. */
export function stateNames({ name, region, toolingAccount }: Project) {
  const alias = `alias/${name}-state`;
  const bucket = `${name}-state-${toolingAccount}`;
  return {
    bucket,
    bucketArn: arn({ region, account: toolingAccount }, 's3', bucket),
    alias,
    aliasArn: arn({ region, account: toolingAccount }, 'kms', alias),
  };
}

/** Where one stack's state is, in Terraform's words. */
export function s3Backend(project: Project, stack: string) {
  const { bucket, aliasArn } = stateNames(project);
  return {
    bucket,
    key: `${stack}.tfstate`,
    region: project.region,
    encrypt: true,
    kms_key_id: aliasArn,
    use_lockfile: true,
    // The provider asks who the caller is; the bucket's name says whose state it is.
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
  };
}

/** Keeps a stack's state in the bucket, one object a stack, locked while it is in use. */
export function keepState(stack: TerraformStack, project: Project): void {
  const { bucket, key, ...more } = s3Backend(project, stack.node.id);
  const backend = new S3Backend(stack, { bucket, key });
  // The bindings are older than one of the arguments.
  for (const [argument, value] of Object.entries(more)) backend.addOverride(argument, value);
}
