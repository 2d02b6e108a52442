import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './capture';
import { Failure } from './failure';
import { projectRoot } from './layout';
import type { Provider } from './mirror';

/** What is read of a stack's `cdk.tf.json`. */
interface Document {
  readonly provider?: { readonly aws?: readonly AwsProvider[] };
  readonly resource?: Readonly<Record<string, object>>;
  readonly locals?: { readonly protection?: unknown };
  readonly terraform: {
    readonly backend?: { readonly s3?: { readonly bucket: string; readonly key: string } };
    readonly required_providers?: Readonly<Record<string, Provider>>;
  };
}

interface AwsProvider {
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
}

/** A synthesized stack. */
export interface Stack {
  readonly name: string;
  /** Where Terraform runs. */
  readonly directory: string;
  readonly account?: string;
  readonly roleArn?: string;
  readonly resourceTypes: readonly string[];
  readonly providers: readonly Provider[];
  /** Why it must not be destroyed. */
  readonly protection?: string;
  /** Where its state is, unless that is a file. */
  readonly state?: { readonly bucket: string; readonly key: string };
}

export interface Stacks {
  readonly bootstrap: Stack;
  readonly environments: readonly Stack[];
}

const BOOTSTRAP = 'bootstrap';
/** The providers' versions and checksums. */
const LOCK = '.terraform.lock.hcl';

/**
 * Runs the app.
 * @throws Failure with what the app printed, unchanged: it is a report about parameter files.
 */
export async function synthesize(outdir: string): Promise<Stacks> {
  mkdirSync(outdir, { recursive: true });
  const { code, stdout, stderr } = await capture(process.execPath, ['app.js'], {
    cwd: projectRoot,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  if (code !== 0) throw new Failure(`${stdout}${stderr}`.trimEnd());
  const stacks = readStacks(outdir);
  for (const { directory } of [stacks.bootstrap, ...stacks.environments]) {
    copyFileSync(join(projectRoot, LOCK), join(directory, LOCK));
  }
  return stacks;
}

/** Reads what the app synthesized. */
export function readStacks(outdir: string): Stacks {
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, { name: string; workingDirectory: string }>;
  };
  const stacks = Object.values(manifest.stacks).map(({ name, workingDirectory }) => {
    const directory = join(outdir, workingDirectory);
    return describe(name, directory, JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')));
  });
  return {
    bootstrap: stacks.find(({ name }) => name === BOOTSTRAP)!,
    environments: stacks.filter(({ name }) => name !== BOOTSTRAP),
  };
}

/**
 * The environments of those names.
 * @throws Failure that names the ones that exist.
 */
export function choose({ environments }: Stacks, names: readonly string[]): Stack[] {
  const known = environments.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Failure(`No environment ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return environments.filter(({ name }) => names.includes(name));
}

function describe(name: string, directory: string, document: Document): Stack {
  const aws = document.provider?.aws?.[0];
  const { protection } = document.locals ?? {};
  return {
    name,
    directory,
    account: aws?.allowed_account_ids?.[0],
    roleArn: aws?.assume_role?.[0]?.role_arn,
    resourceTypes: Object.keys(document.resource ?? {}),
    providers: Object.values(document.terraform.required_providers ?? {}).map(({ source, version }) => ({
      source: source.includes('/') ? source : `hashicorp/${source}`,
      version,
    })),
    protection: typeof protection === 'string' ? protection : undefined,
    state: document.terraform.backend?.s3,
  };
}
