import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type ManifestEntry, readManifest } from './manifest';

/** What is read of a stack's `cdk.tf.json`. */
export interface SynthesizedDocument {
  readonly provider?: {
    readonly aws?: readonly AwsProvider[];
    readonly kubernetes?: readonly { readonly exec?: readonly { readonly args?: readonly string[] }[] }[];
  };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, SynthesizedResource>>>>;
  readonly locals?: { readonly protection?: unknown; readonly secrets?: StackSecrets };
  /** What the stack takes over where it is there already. */
  readonly import?: readonly { readonly to: string }[];
  readonly terraform?: {
    readonly backend?: { readonly s3?: S3Backend };
    readonly required_providers?: Readonly<Record<string, Provider>>;
  };
}

/** A resource's arguments. Any of them may be an expression. */
export interface SynthesizedResource extends JsonObject {
  readonly name?: string;
  /** Of an object in Kubernetes. */
  readonly metadata?: JsonObject & { readonly name?: string; readonly namespace?: string };
}

interface JsonObject {
  readonly [name: string]: JsonValue;
}

type JsonValue = undefined | null | boolean | number | string | readonly JsonValue[] | JsonObject;

interface S3Backend {
  readonly bucket: string;
  readonly key: string;
  readonly region?: string;
  readonly kms_key_id?: string;
}

/** A provider as the stacks ask for it. */
export interface Provider {
  /** Such as `hashicorp/aws`. */
  readonly source: string;
  /** One version, or a range such as `>= 3.2.1, < 4.0.0`. */
  readonly version: string;
}

/** The secrets that its services take, which people put. */
interface StackSecrets {
  /** By their names in Secrets Manager, what `npm run secret` calls them: the environment, the service and the name. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Alias of the key that encrypts them. */
  readonly key: string;
}

interface AwsProvider {
  readonly region?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
  readonly default_tags?: readonly { readonly tags?: Readonly<Record<string, string>> }[];
}

interface SynthesizedStackProps {
  readonly name: string;
  /** Where Terraform runs. */
  readonly directory: string;
  readonly document: SynthesizedDocument;
  /** The stacks that have to be there before it. */
  readonly buildsOn?: readonly SynthesizedStack[];
}

/** A stack as the app wrote it. */
export class SynthesizedStack {
  readonly name: string;
  /** Where Terraform runs. */
  readonly directory: string;
  readonly document: SynthesizedDocument;
  /** The stacks that have to be there before it. */
  readonly buildsOn: readonly SynthesizedStack[];

  constructor({ name, directory, document, buildsOn = [] }: SynthesizedStackProps) {
    this.name = name;
    this.directory = directory;
    this.document = document;
    this.buildsOn = buildsOn;
  }

  /** Names of the stacks that have to be there before it. */
  get dependencies(): string[] {
    return this.buildsOn.map(({ name }) => name);
  }

  /** The name of the environment that it belongs to: that of the stack that all others of it build on. */
  get environment(): string {
    return this.buildsOn[0]?.environment ?? this.name;
  }

  /**
   * The reason why the stack may not be destroyed: its own, or that of a stack that it depends on. So services in a
   * protected environment are protected too. Undefined: it may be destroyed.
   */
  get protection(): string | undefined {
    const own = this.document.locals?.protection;
    if (typeof own === 'string') return own;
    return this.buildsOn.map(({ protection }) => protection).find(Boolean);
  }

  /**
   * Whether an outage of it needs an approval. Only an environment can say that it is not protected: what is of none,
   * or of all, is.
   */
  get isProtected(): boolean {
    return this.protection !== undefined || ['', 'all'].includes(this.tags.environment);
  }

  get secrets(): StackSecrets | undefined {
    return this.document.locals?.secrets;
  }

  get account(): string | undefined {
    return this.aws?.allowed_account_ids?.[0];
  }

  get roleArn(): string | undefined {
    return this.aws?.assume_role?.[0]?.role_arn;
  }

  get region(): string | undefined {
    return this.aws?.region;
  }

  /** The tags that tell what is of this environment. */
  get tags(): Readonly<Record<'environment' | 'platform', string>> {
    const { environment = '', platform = '' } = this.aws?.default_tags?.[0]?.tags ?? {};
    return { environment, platform };
  }

  /** The name of the cluster that it makes. */
  get cluster(): string | undefined {
    return Object.values(this.document.resource?.aws_eks_cluster ?? {})[0]?.name;
  }

  /** The name of the cluster that it works in. */
  get clusterName(): string | undefined {
    const args = this.document.provider?.kubernetes?.[0]?.exec?.[0]?.args;
    return args?.[args.indexOf('--cluster-name') + 1];
  }

  /** The name of a role that it makes, if the name is known before. */
  get roleName(): string | undefined {
    const names = Object.values(this.document.resource?.aws_iam_role ?? {}).map(({ name }) => name);
    return names.find((name) => name !== undefined && !name.includes('${'));
  }

  get resourceTypes(): string[] {
    return Object.keys(this.document.resource ?? {});
  }

  get providers(): Provider[] {
    const providers = Object.values(this.document.terraform?.required_providers ?? {});
    return providers.map(({ source, version }) => ({
      source: source.includes('/') ? source : `hashicorp/${source}`,
      version,
    }));
  }

  /** Where its state is, unless that is a file. */
  get state(): S3Backend | undefined {
    return this.document.terraform?.backend?.s3;
  }

  private get aws(): AwsProvider | undefined {
    return this.document.provider?.aws?.[0];
  }
}

/** All stacks that the app has written to a folder, by name. */
export function readStacks(outdir: string): SynthesizedStack[] {
  const entries = readManifest(outdir);
  return entries.map(reader(entries)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The stack in a folder, beside those of the others. Empty where the app has written none. */
export function readStack(directory: string): SynthesizedStack {
  const path = resolve(directory);
  const entries = readManifest(join(path, '../..'));
  const own = { name: basename(path), directory: path, dependencies: [] };
  return reader(entries)(entries.find((entry) => entry.directory === path) ?? own);
}

/** Reads a stack with those that it builds on, each once. */
function reader(entries: readonly ManifestEntry[]): (entry: ManifestEntry) => SynthesizedStack {
  const done = new Map<string, SynthesizedStack>();
  const read = ({ name, directory, dependencies }: ManifestEntry): SynthesizedStack => {
    const known = done.get(name);
    if (known) return known;
    const buildsOn = entries.filter((other) => dependencies.includes(other.name)).map(read);
    const stack = new SynthesizedStack({ name, directory, document: readDocument(directory), buildsOn });
    done.set(name, stack);
    return stack;
  };
  return read;
}

function readDocument(directory: string): SynthesizedDocument {
  const file = join(directory, 'cdk.tf.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SynthesizedDocument) : {};
}
