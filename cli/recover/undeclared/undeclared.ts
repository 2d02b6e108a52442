import { Failure } from '../../../console/failure';
import { GLOBAL_REGIONS, partitionOf } from '../../../constructs/core/partition';
import type { Aws } from '../../../programs/aws';
import { readCurrent } from '../../../terraform/states/objects';
import type { SynthesizedStack } from '../../../terraform/synthesized-stack';
import type { Surroundings } from '../find/surroundings';
import { AwsResource } from '../removal/aws-resource';
import { findTagged, type Tagged } from './tagged';

/** What of a state is looked at: the values of what it manages. */
export interface Held {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type?: string;
    readonly instances: readonly { readonly status?: string; readonly attributes?: unknown }[];
  }[];
}

export interface UndeclaredOptions {
  /** The stacks of one environment, whose things carry the same tags. */
  readonly stacks: readonly SynthesizedStack[];
  /** Whoever may read states. */
  readonly tooling: Aws;
  /** What the environment is in. */
  readonly inside: Pick<Surroundings, 'aws' | 'region'>;
  /** States by their stacks' names, where a newer one is known than the stored. */
  readonly states?: ReadonlyMap<string, Held>;
  /** Ids by which Terraform imports what is told of anyhow. */
  readonly told?: Iterable<string>;
}

/** Meant to be there when all else is gone: last snapshots, and what AWS Backup keeps. */
const OUTLIVES = /:(auto-backup|recovery-point|snapshot)[:/]/;
/** By which AWS and Kubernetes mark what they made for something else, such as the nodes of a cluster. */
const MADE_FOR = /^(?:aws|eks):|^kubernetes\.io\/cluster\//;

/**
 * What carries the tags of an environment, is in no state of it, and so was declared at most before, or elsewhere: of a
 * service that was taken out, or of another branch.
 * @throws Failure when AWS does not tell, or a state can't be read.
 */
export async function findUndeclared(options: UndeclaredOptions): Promise<AwsResource[]> {
  const { stacks, inside } = options;
  const [{ tags, environment }] = stacks as [SynthesizedStack];
  const known = new Set<string>();
  const unfinished: string[] = [];
  const told = [...(options.told ?? [])].map((id) => id.split(/[,|#]/).at(-1)!);
  for (const stack of stacks) {
    const state = options.states?.get(stack.name) ?? (await readState(stack, options.tooling));
    // Secrets that people put are read alone.
    const managed = (state?.resources ?? []).filter(
      ({ mode, type }) => mode === 'managed' || type === 'aws_secretsmanager_secret',
    );
    for (const { status, attributes } of managed.flatMap(({ instances }) => instances)) {
      collect(attributes, known);
      if (status === 'tainted') unfinished.push(...idOf(attributes));
    }
  }
  const tagged = await findTagged(inside.aws, {
    tags,
    roles: `${environment}-`,
    isKnown: (arn) =>
      OUTLIVES.test(arn) ||
      known.has(arn) ||
      known.has(ownName(arn)) ||
      told.some((id) => arn === id || arn.endsWith(`:${id}`) || arn.endsWith(`/${id}`)) ||
      unfinished.some((id) => isNamedBy(arn, id)),
    globalRegion: GLOBAL_REGIONS[partitionOf(inside.region).name],
  });
  return tagged.filter((one) => !isMadeFor(one, known)).map(({ arn }) => new AwsResource(arn));
}

/** What to say of each. */
export function tellUndeclared(things: readonly AwsResource[]): string[] {
  return things
    .map(({ arn, holdsData, isKnown }) => {
      const more = [holdsData && 'holds data', !isKnown && 'no command is known that removes it'].filter(
        Boolean,
      );
      return more.length > 0 ? `${arn} (${more.join(', ')})` : arn;
    })
    .sort();
}

/** An id that AWS makes is enough, as a state may not have the ARN; so is the name of a node of a cache. Otherwise the ARN. */
function ownName(arn: string): string {
  const [, name = arn] =
    arn.match(/:ec2:.*\/([a-z]+-[0-9a-f]+)$|:elasticache:.*:cluster:(.+)$/)?.filter(Boolean) ?? [];
  return name;
}

/** All that the state has of what was being made when Terraform was interrupted. */
function idOf(attributes: unknown): string[] {
  const { id } = (attributes ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' ? [id] : [];
}

/** An id of several parts, such as `application/environment/1`, has them in an order of its own, and an ARN has more. */
function isNamedBy(arn: string, id: string): boolean {
  const [ofArn, ofId] = [partsOf(arn), partsOf(id)];
  return ofId.length > 1 ? ofId.every((part) => ofArn.includes(part)) : ofArn.at(-1) === ofId[0];
}

function partsOf(name: string): string[] {
  const resource = name.replace(/^arn:([^:]*:){4}/, '');
  return resource.split(/[:/,|]/).filter(Boolean);
}

function isMadeFor({ tags }: Tagged, known: ReadonlySet<string>): boolean {
  return Object.entries(tags).some(
    ([key, value]) => MADE_FOR.test(key) && (known.has(value) || known.has(key.replace(MADE_FOR, ''))),
  );
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (value && typeof value === 'object') for (const inner of Object.values(value)) collect(inner, into);
}

async function readState({ name, state }: SynthesizedStack, tooling: Aws): Promise<Held | undefined> {
  const text = state && (await readCurrent(tooling, state));
  try {
    return text ? (JSON.parse(text) as Held) : undefined;
  } catch {
    throw new Failure(`the state of ${name} is no JSON: npm run state -- list ${name}`);
  }
}
