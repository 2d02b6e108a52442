import type { Change } from '../change';
import { shown } from '../kubernetes/object';
import type { Plan } from '../plan';
import { at, type Value } from '../value';
import { kindOfObject, kindOfType, type TypeKind } from './kind';
import { REASONS } from './table';

const NAMESPACES = ['kubernetes_namespace', 'kubernetes_namespace_v1'];

type Thing = Pick<Change, 'type' | 'before' | 'after'>;

/** What is lost with a resource. Undefined: nobody has said what its type holds. */
export function kindOf(thing: Thing): TypeKind | undefined {
  const special = Object.hasOwn(SPECIAL, thing.type) ? SPECIAL[thing.type]!(thing) : undefined;
  return special ?? (isManifest(thing) ? undefined : kindOfType(thing.type));
}

/** Types of which one holds something and another one does not. Undefined: as its type says. */
const SPECIAL: Readonly<Record<string, (thing: Thing) => TypeKind | undefined>> = {
  kubernetes_manifest: (thing) => kindOfManifest(thing, 'manifest.metadata.namespace'),
  kubectl_manifest: (thing) => kindOfManifest(thing, 'namespace'),
  aws_ssm_parameter: (thing) =>
    ['String', 'StringList'].includes(`${at(settled(thing), 'type')}`)
      ? { side: 'nothing', why: REASONS.code }
      : undefined,
  aws_lambda_event_source_mapping: (thing) => readerOf(at(settled(thing), 'event_source_arn')),
  aws_pipes_pipe: (thing) => readerOf(at(settled(thing), 'source')),
  // It has the address of an aws_eip. Whoever lets it through sees only that another one comes.
  aws_nat_gateway: ({ before, after }) => {
    const [was, will] = [before, after].map((side) => at(side, 'allocation_id') ?? null);
    const isOther = before && after && was !== null && was !== will;
    return isOther ? { side: 'known', what: 'its address, which others may have let through' } : undefined;
  },
};

function kindOfManifest(thing: Thing, namespace: string): TypeKind | undefined {
  const object = objectOf(thing);
  const kind = object && kindOfObject(object.group, object.kind);
  const isInside = kind && kind.side !== 'nothing' && kind.of !== undefined;
  return isInside ? { ...kind, of: namespace } : kind;
}

/** A reader of a stream, unlike one of a queue, has a place in it that nobody else knows. */
function readerOf(source: Value): TypeKind | undefined {
  return typeof source === 'string' && /^arn:[^:]*:(dynamodb|kafka|kinesis):/.test(source)
    ? { side: 'holds', what: 'its place in the stream: what comes meanwhile may never be handled' }
    : undefined;
}

/** What it is, in words: a type, or a kind of object. */
export function nameOfKind(thing: Thing): string {
  const object = isManifest(thing) ? objectOf(thing) : undefined;
  return object ? [object.kind, object.group].filter(Boolean).join(' of ') : thing.type;
}

/** Whether what it is of goes in the same plan, so that nobody misses it. */
export function goesWithOwner(change: Change, kind: TypeKind, plan: Plan): boolean {
  if (kind.side === 'nothing' || kind.of === undefined) return false;
  const owner = change.was(kind.of);
  if (/(^|\.)namespace$/.test(kind.of)) return plan.deletes(owner, ...NAMESPACES);
  const service = change.type.split('_', 2).join('_');
  const others = plan.deletedTypes.filter((type) => type !== change.type && type.startsWith(`${service}_`));
  return plan.deletes(owner, ...others);
}

/** A thing as it is, or, when it is new, as it will be. */
function settled({ before, after }: Thing): Value {
  return before ?? after;
}

/** It stands for any object of Kubernetes. */
function isManifest({ type }: Thing): boolean {
  return type === 'kubernetes_manifest' || type === 'kubectl_manifest';
}

/** Undefined: it is several, or nobody can see what it is. */
function objectOf(thing: Thing): { readonly group: string; readonly kind: string } | undefined {
  const { objects, isHidden } = shown(thing, thing.before ? 'before' : 'after');
  const [{ group, kind } = {}, ...others] = objects;
  const isOne = !isHidden && others.length === 0;
  return isOne && group !== undefined && kind !== undefined ? { group, kind } : undefined;
}
