import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is read of a stack's `cdk.tf.json`. */
interface Document {
  readonly provider?: { readonly aws?: readonly AwsProvider[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
  readonly locals?: { readonly protection?: unknown };
  readonly terraform: {
    readonly backend?: { readonly s3?: { readonly bucket: string; readonly key: string } };
    readonly required_providers?: Readonly<Record<string, Provider>>;
  };
}

/** A provider as the stacks ask for it. */
export interface Provider {
  /** Such as `hashicorp/aws`. */
  readonly source: string;
  /** One version, or a range such as `>= 2.38.0, < 4.0.0`. */
  readonly version: string;
}

interface AwsProvider {
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
}

interface Resource {
  readonly name?: string;
}

/** A synthesized stack. */
export interface TerraformStackFiles {
  readonly name: string;
  /** Where Terraform runs. */
  readonly directory: string;
  /** The stacks that have to be there before it. */
  readonly dependencies: readonly string[];
  readonly account?: string;
  readonly roleArn?: string;
  /** The name of the cluster that it makes. */
  readonly cluster?: string;
  readonly resourceTypes: readonly string[];
  readonly providers: readonly Provider[];
  /** Why it must not be destroyed. */
  readonly protection?: string;
  /** Where its state is, unless that is a file. */
  readonly state?: { readonly bucket: string; readonly key: string };
}

/** Reads a stack as the app wrote it. */
export function readStack(
  name: string,
  directory: string,
  dependencies: readonly string[],
): TerraformStackFiles {
  const document = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as Document;
  const aws = document.provider?.aws?.[0];
  const resources = document.resource ?? {};
  const { protection } = document.locals ?? {};
  return {
    name,
    directory,
    dependencies,
    account: aws?.allowed_account_ids?.[0],
    roleArn: aws?.assume_role?.[0]?.role_arn,
    cluster: Object.values(resources.aws_eks_cluster ?? {})[0]?.name,
    resourceTypes: Object.keys(resources),
    providers: Object.values(document.terraform.required_providers ?? {}).map(({ source, version }) => ({
      source: source.includes('/') ? source : `hashicorp/${source}`,
      version,
    })),
    protection: typeof protection === 'string' ? protection : undefined,
    state: document.terraform.backend?.s3,
  };
}
