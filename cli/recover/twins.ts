import { arn } from '../../constructs/core/arn';
import type { ResourceChange } from '../../plan/change';
import type { SynthesizedDocument } from '../../terraform/synthesized-stack';
import type { PlannedState } from './adopted-state';
import type { Candidate } from './find/finder';
import { FINDERS } from './find/finders';
import { NETWORK } from './find/network';
import { Sought } from './find/sought';
import type { Surroundings } from './find/surroundings';

/**
 * Types of which AWS makes a second one without a word, by a deploy that did not know the first; with the types of what
 * goes with each, as it is of no use without it.
 */
const TWINS: Readonly<Record<string, readonly string[]>> = {
  aws_vpc: Object.keys(NETWORK).filter((type) => type !== 'aws_vpc'),
  aws_kms_key: [],
  aws_route53_zone: ['aws_route53_record'],
};

/** ARN of a second one. */
export function arnOf(
  { type, id }: Pick<Spare, 'type' | 'id'>,
  account: Pick<Surroundings, 'id' | 'region'>,
): string {
  const [service, kind] = ARNS[type]!;
  return arn({ account: account.id, region: account.region }, service, `${kind}/${id}`);
}

const ARNS: Readonly<Record<string, readonly [service: string, kind: string]>> = {
  aws_vpc: ['ec2', 'vpc'],
  aws_kms_key: ['kms', 'key'],
  aws_route53_zone: ['route53', 'hostedzone'],
};

/** A thing of which there is another one. */
export interface Twins {
  readonly address: string;
  readonly type: string;
  /** The one that the state has. */
  readonly own: Candidate;
  readonly others: readonly Candidate[];
}

/** What the state has and AWS has twice. */
export async function findTwins(
  changes: readonly ResourceChange[],
  document: SynthesizedDocument,
  surroundings: (alias?: string) => Surroundings,
): Promise<Twins[]> {
  const kept = changes.filter(({ mode, type, change }) => mode === 'managed' && TWINS[type] && change.before);
  const idOf = ({ change }: ResourceChange) => (change.before as unknown as { readonly id: string }).id;
  const inState = new Set(kept.map(idOf));
  const found = await Promise.all(
    kept.map(async (change): Promise<Twins | undefined> => {
      const sought = new Sought(change, document, new Map());
      const all = await FINDERS[change.type]!(sought, surroundings(sought.alias));
      const own = all.find(({ id }) => id === idOf(change));
      const others = all.filter(({ id }) => !inState.has(id));
      return own && others.length > 0
        ? { address: change.address, type: change.type, own, others }
        : undefined;
    }),
  );
  return found.filter((twins) => twins !== undefined);
}

/** Those of which the other one is used more: a deploy made its own, and what was there before is in use. */
export function astray(twins: readonly Twins[]): Twins[] {
  return twins.filter(({ own, others }) => others.some(({ used = 0 }) => used > (own.used ?? 0)));
}

/** Addresses in a state of such things and of all that goes with them. */
export function goingWith(
  lost: readonly Twins[],
  { resources }: Pick<PlannedState, 'resources'>,
): Set<string> {
  const gone = new Set<string>();
  for (const { address, type, own } of lost) {
    const ids = new Set([own.id]);
    gone.add(address);
    for (let before = 0; before < ids.size; ) {
      before = ids.size;
      for (const { mode, type: of, name, instances } of resources) {
        if (mode !== 'managed' || !TWINS[type]!.includes(of)) continue;
        for (const { attributes } of instances) {
          const text = JSON.stringify(attributes);
          if (![...ids].some((id) => text.includes(`"${id}"`))) continue;
          gone.add(`${of}.${name}`);
          if (typeof attributes.id === 'string') ids.add(attributes.id);
        }
      }
    }
  }
  return gone;
}

/** What is of no use: nothing is in it, and the state does not name it. */
export function spares(twins: readonly Twins[], { resources }: Pick<PlannedState, 'resources'>): Spare[] {
  const named = JSON.stringify(resources);
  return twins.flatMap(({ address, type, own, others }) =>
    others.map(({ id, used = 0 }) => ({
      ...{ address, type, id, instead: own.id },
      isEmpty: used < 1 && !named.includes(id),
    })),
  );
}

/** The other one of two. */
export interface Spare {
  /** Of the one that the state has. */
  readonly address: string;
  readonly type: string;
  readonly id: string;
  /** Id of the one that the state has. */
  readonly instead: string;
  readonly isEmpty: boolean;
}
