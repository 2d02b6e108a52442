import { analytics } from './aws/analytics';
import { build } from './aws/build';
import { compute } from './aws/compute';
import { databases } from './aws/databases';
import { edge } from './aws/edge';
import { identity } from './aws/identity';
import { messages } from './aws/messages';
import { network } from './aws/network';
import { storage } from './aws/storage';
import { things } from './aws/things';
import { watch } from './aws/watch';
import { helpers } from './helpers';
import { kubernetes } from './kubernetes';
import { objects } from './objects';
import { REASONS, type Reason, type Table } from './table';

/** What is lost with resources of a type, or why nothing is. */
export type TypeKind =
  | {
      /** See `Table`. */
      readonly side: 'holds' | 'known' | 'guards';
      /** What is lost, or what is no longer done, in words that end a sentence. */
      readonly what: string;
      /** Attribute that names what it is of. */
      readonly of?: string;
    }
  | { readonly side: 'nothing'; readonly why: string };

export const AWS: readonly Table[] = [
  ...[compute, network, edge, storage, databases, messages, identity, watch, build, analytics, things],
];

const KINDS: ReadonlyMap<string, TypeKind> = new Map([
  ...AWS.flatMap((table) => entries('aws_', table)),
  ...entries('kubernetes_', kubernetes),
  ...entries('', helpers),
]);

const OBJECTS: ReadonlyMap<string, TypeKind> = new Map(entries('', objects));

/** Undefined: nobody has said what a type holds. The version of a type of Kubernetes does not count. */
export function kindOfType(type: string): TypeKind | undefined {
  return KINDS.get(type) ?? KINDS.get(type.replace(/^(kubernetes_\w+?)_v\d+(?:(?:alpha|beta)\d+)?$/, '$1'));
}

/** The same of an object of Kubernetes, such as `apps` and `StatefulSet`. */
export function kindOfObject(group: string, kind: string): TypeKind | undefined {
  // `*` stands for every kind of a group.
  const known = OBJECTS.get(`${group}/${kind}`) ?? OBJECTS.get(`${group}/*`);
  if (known || !isBuiltIn(group)) return known;
  const name = kind.replace(/([a-z])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$2_').toLowerCase();
  return KINDS.get(`kubernetes_${name}`);
}

/** All types that are classified, each as often as it is. */
export function classified(prefix: string, table: Table): string[] {
  return entries(prefix, table).map(([type]) => type);
}

/** Groups of Kubernetes itself: `apps`, `networking.k8s.io`. Others under k8s.io are not part of it. */
function isBuiltIn(group: string): boolean {
  return ['', 'apps', 'batch', 'autoscaling', 'policy'].includes(group) || OWN_GROUPS.includes(group);
}

const OWN_GROUPS = [
  ...['admissionregistration', 'apiregistration', 'certificates', 'discovery', 'networking', 'node'],
  ...['rbac.authorization', 'scheduling', 'storage'],
].map((name) => `${name}.k8s.io`);

function entries(prefix: string, { nothing = {}, ...lost }: Table): [string, TypeKind][] {
  return [
    ...(['holds', 'known', 'guards'] as const).flatMap((side) =>
      Object.entries(lost[side] ?? {}).flatMap(([what, names]) =>
        split(names).map((name): [string, TypeKind] => {
          const [type, of] = name.split(':');
          return [`${prefix}${type}`, { side, what, ...(of && { of }) }];
        }),
      ),
    ),
    ...(Object.entries(nothing) as [Reason, string][]).flatMap(([reason, names]) =>
      split(names).map((name): [string, TypeKind] => [
        `${prefix}${name}`,
        { side: 'nothing', why: REASONS[reason] },
      ]),
    ),
  ];
}

function split(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}
