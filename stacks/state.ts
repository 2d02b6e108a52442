import { S3Backend, type TerraformStack } from 'cdktf';
import type { Project } from '../environments/project';

/** Where Terraform's state is: one bucket with its own key, in the tooling account, made by `bootstrap`. */
export function stateNames({ name, region, toolingAccount }: Project) {
  const alias = `alias/${name}-state`;
  return {
    bucket: `${name}-state-${toolingAccount}`,
    alias,
    aliasArn: `arn:aws:kms:${region}:${toolingAccount}:${alias}`,
  };
}

/** Keeps a stack's state in the bucket, one object a stack, locked while it is in use. */
export function keepState(stack: TerraformStack, project: Project): void {
  const { bucket, aliasArn } = stateNames(project);
  const backend = new S3Backend(stack, {
    bucket,
    key: `${stack.node.id}.tfstate`,
    region: project.region,
    encrypt: true,
    kmsKeyId: aliasArn,
    // The provider asks who the caller is; the bucket's name says whose state it is.
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
  });
  // The bindings are older than the argument.
  backend.addOverride('use_lockfile', true);
}
