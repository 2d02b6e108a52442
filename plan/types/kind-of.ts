import type { Change } from '../change';
import { NAMESPACES } from '../kubernetes';
import type { Plan } from '../plan';
import { at, texts, type Value } from '../value';
import { kindOfObject, kindOfType, type TypeKind } from './kind';
import { REASONS } from './table';

type Thing = Pick<Change, 'type' | 'before' | 'after'>;

/** Resources that stand for any object of Kubernetes, and where they say which. */
const MANIFESTS: Readonly<Record<string, readonly string[]>> = {
  kubernetes_manifest: ['manifest', 'object'],
};

/** What is lost with a resource. Undefined: nobody has said what its type holds. */
export function kindOf(thing: Thing): TypeKind | undefined {
  if (Object.hasOwn(MANIFESTS, thing.type)) {
    const object = objectOf(thing);
    return object && kindOfObject(object.group, object.kind);
  }
  const kind = kindOfType(thing.type);
  const isPlain = thing.type === 'aws_ssm_parameter' && /^String/.test(`${at(settled(thing), 'type')}`);
  return isPlain ? { side: 'nothing', why: REASONS.code } : kind;
}

/** What it is, in words: a type, or a kind of object. */
export function nameOfKind(thing: Thing): string {
  const object = Object.hasOwn(MANIFESTS, thing.type) ? objectOf(thing) : undefined;
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

function objectOf(thing: Thing): { group: string; kind: string } | undefined {
  for (const path of MANIFESTS[thing.type]!) {
    const object = at(settled(thing), path);
    const [version] = texts(at(object, 'apiVersion'));
    const [kind] = texts(at(object, 'kind'));
    if (version !== undefined && kind !== undefined) {
      return { group: version.includes('/') ? version.split('/')[0]! : '', kind };
    }
  }
  return undefined;
}
