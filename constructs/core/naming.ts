import { digestOf } from '../../declarations/digest-of';
import type { Project } from '../../parameters/project';

/** The parts of every name, tag and ARN in one environment. */
export interface Naming {
  /** The platform's own name, part of everything that is named globally (buckets, paths). */
  readonly platform: string;
  readonly environment: string;
  /** The account that holds the environment, 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** As much of it as says which environment of which platform. */
export type EnvironmentNaming = Pick<Naming, 'platform' | 'environment'>;

/** The naming of an environment, with the account from its parameter file. */
export function namingOf(
  { name, region }: Pick<Project, 'name' | 'region'>,
  environment: { readonly name: string; readonly parameters: { readonly account: string } },
): Naming {
  return { platform: name, environment: environment.name, account: environment.parameters.account, region };
}

/** The naming for resources of an account that belong to no environment. No environment may have the platform's name. */
export function namingOfPlatform(
  { name, region }: Pick<Project, 'name' | 'region'>,
  account: string,
): Naming {
  return { platform: name, environment: name, account, region };
}

interface Rule {
  readonly max: number;
  readonly pattern: RegExp;
}

const LETTER_FIRST = /^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/;
const WORD = /^[a-z0-9][a-z0-9_-]*$/;

/**
 * Limits of the names we give, by kind of resource. A kind without a row can't be named.
 * Source: the botocore models and the provider's validators.
 */
const RULES = {
  alarm: { max: 255, pattern: WORD },
  backupPlan: { max: 50, pattern: WORD },
  analyzer: { max: 255, pattern: LETTER_FIRST },
  budget: { max: 100, pattern: WORD },
  bucket: {
    max: 63,
    pattern:
      /^(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9-]+[a-z0-9](?<!-s3alias|--ol-s3|--x-s3|--table-s3)$/,
  },
  cacheCluster: { max: 50, pattern: LETTER_FIRST },
  cacheUser: { max: 40, pattern: LETTER_FIRST },
  cacheUserGroup: { max: 40, pattern: LETTER_FIRST },
  cluster: { max: 100, pattern: WORD },
  dashboard: { max: 255, pattern: WORD },
  database: { max: 63, pattern: LETTER_FIRST },
  finalSnapshot: { max: 255, pattern: LETTER_FIRST },
  firehose: { max: 64, pattern: WORD },
  function: { max: 64, pattern: WORD },
  launchTemplate: { max: 128, pattern: /^[a-z0-9][a-z0-9_-]{2,}$/ },
  loadBalancer: { max: 32, pattern: /^(?!internal-)[a-z0-9][a-z0-9-]*[a-z0-9]$/ },
  parameterGroup: { max: 255, pattern: LETTER_FIRST },
  // Without the end `.fifo`, which counts. Source: Amazon SQS API Reference, CreateQueue.
  queue: { max: 75, pattern: WORD },
  replicationGroup: { max: 40, pattern: LETTER_FIRST },
  flagApplication: { max: 64, pattern: WORD },
  role: { max: 64, pattern: WORD },
  securityGroup: { max: 255, pattern: /^(?!sg-)[a-z0-9][a-z0-9-]*$/ },
  stream: { max: 128, pattern: WORD },
  subnetGroup: { max: 255, pattern: LETTER_FIRST },
  targetGroup: { max: 32, pattern: /^[a-z0-9](?!.*--)[a-z0-9-]*[a-z0-9]$/ },
  rule: { max: 64, pattern: WORD },
  topic: { max: 256, pattern: WORD },
  trail: { max: 128, pattern: /^[a-z](?!.*--)[a-z0-9-]+[a-z0-9]$/ },
  vault: { max: 50, pattern: /^[a-z0-9][a-z0-9_-]+$/ },
  webAcl: { max: 128, pattern: WORD },
} as const satisfies Record<string, Rule>;

export type ResourceKind = keyof typeof RULES;

/** Kinds whose names must be unique across all AWS accounts: they contain platform and account as well. */
const GLOBAL: ReadonlySet<ResourceKind> = new Set(['bucket']);

/**
 * Names a resource `<environment>-<parts>`; nothing else makes names. A name that is too long for its kind is
 * cut and ends in a hash of the whole, so that two long names never clash.
 * Environments don't clash, as none may begin with another's name and a dash (parameters/rules.ts).
 * @throws when the name has characters that its kind refuses.
 */
export function resourceName(naming: Naming, kind: ResourceKind, ...parts: readonly string[]): string {
  const whole = GLOBAL.has(kind)
    ? [naming.platform, naming.environment, ...parts, naming.account].join('-')
    : [naming.environment, ...parts].join('-');
  const { max, pattern } = RULES[kind];
  const name = whole.length > max ? shorten(whole, max) : whole;
  if (!pattern.test(name)) {
    throw new Error(`${kind} name: got "${name}", allowed ${pattern.source}, at most ${max} characters`);
  }
  return name;
}

/** A name in a hierarchy (secrets, SSM parameters, log groups): `/<platform>/<environment>/<parts>`. */
export function resourcePath(
  { platform, environment }: EnvironmentNaming,
  ...parts: readonly string[]
): string {
  return `/${[platform, environment, ...parts].join('/')}`;
}

/** A KMS alias: `alias/<environment>-<part>`. */
export function keyAlias({ environment }: Naming, part: string): string {
  return `alias/${environment}-${part}`;
}

/** The beginning of a name that is too long, and a hash of the whole. */
export function shorten(whole: string, max: number): string {
  const hash = digestOf(whole);
  const head = whole.slice(0, max - hash.length - 1).replace(/-+$/, '');
  return `${head}-${hash}`;
}
