import type { Actor } from './actors';
import { first, type Wanted } from './kubernetes';

/** What somebody does in a cluster, by what a reviewer asks for first. */
export const IN_CLUSTERS: readonly { readonly title: string; readonly wanted: readonly Wanted[] }[] = [
  {
    title: 'reads Kubernetes secrets',
    wanted: [{ group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] }],
  },
  { title: 'reads logs of containers', wanted: [{ group: '', resource: 'pods/log', verbs: ['get'] }] },
  {
    title: 'runs pods',
    wanted: [
      { group: '', resource: 'pods', verbs: ['create'] },
      { group: 'apps', resource: 'deployments', verbs: ['create', 'patch', 'update'] },
      { group: 'batch', resource: 'jobs', verbs: ['create'] },
    ],
  },
  { title: 'enters pods', wanted: [{ group: '', resource: 'pods/exec', verbs: ['create', 'get'] }] },
  {
    title: 'changes network policies',
    wanted: [
      { group: 'networking.k8s.io', resource: 'networkpolicies', verbs: ['delete', 'patch', 'update'] },
    ],
  },
  {
    title: 'changes or deletes namespaces',
    wanted: [{ group: '', resource: 'namespaces', verbs: ['delete', 'patch', 'update'] }],
  },
  {
    title: 'changes rights in Kubernetes',
    wanted: [
      { group: 'rbac.authorization.k8s.io', resource: 'rolebindings', verbs: ['create', 'patch', 'update'] },
      {
        group: 'rbac.authorization.k8s.io',
        resource: 'clusterrolebindings',
        verbs: ['create', 'patch', 'update'],
      },
    ],
  },
  {
    title: 'changes admission policies',
    wanted: [
      {
        group: 'admissionregistration.k8s.io',
        resource: 'validatingadmissionpolicies',
        verbs: ['delete', 'patch', 'update'],
      },
    ],
  },
];

/** Where in a cluster somebody has a right. */
export interface Where {
  readonly cluster: string;
  /** A namespace, or the beginning of names and a star. Undefined: everywhere. */
  readonly namespace?: string;
  /** Names of the admission policies that keep it to less. */
  readonly heldBy?: readonly string[];
}

export function grantedInClusters({ seats }: Actor, wanted: readonly Wanted[]): Where[] {
  return seats.flatMap(({ cluster: { name: cluster }, rights }) =>
    rights
      .filter((right) => first([right], wanted) !== undefined)
      .flatMap(({ namespaces = [undefined], heldBy }) =>
        namespaces.map((namespace) => ({ cluster, namespace, heldBy })),
      ),
  );
}
