import { at, list, Mark, texts } from '../value';
import type { PlannedObject } from './object';

/** One right of a role: one verb on one kind of things. */
export interface RoleRight {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  /** Empty: all of them. */
  readonly names: readonly string[];
}

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const RBAC = 'rbac.authorization.k8s.io';

/** Rights by which one gets others, or into what is not one's own. Source: Kubernetes, "RBAC good practices". */
const DANGERS: readonly {
  readonly resources: readonly string[];
  readonly group?: string;
  readonly verbs: readonly string[];
  readonly gives: string;
  /** Whether it is one when it is for some by their names, too. */
  readonly evenNamed?: boolean;
  /** Only in a role that counts in every namespace, or in that of the cluster itself. */
  readonly onlyWide?: boolean;
}[] = [
  { resources: ['secrets'], group: '', verbs: ['get', 'list', 'watch'], gives: 'all secrets' },
  {
    resources: ['secrets'],
    group: '',
    verbs: ['create', 'update', 'patch'],
    gives: 'new secrets, tokens of accounts among them',
  },
  {
    resources: ['serviceaccounts/token'],
    group: '',
    verbs: ['create'],
    gives: 'tokens of accounts',
    evenNamed: true,
  },
  {
    resources: ['pods/exec', 'pods/attach'],
    group: '',
    verbs: ['create', 'get'],
    gives: 'commands in pods',
    evenNamed: true,
  },
  {
    resources: ['pods/portforward'],
    group: '',
    verbs: ['create', 'get'],
    gives: 'ports of pods past network policies',
  },
  {
    resources: ['pods/ephemeralcontainers'],
    group: '',
    verbs: ['update', 'patch'],
    gives: 'containers in pods of others',
    evenNamed: true,
  },
  {
    resources: ['nodes/proxy'],
    group: '',
    verbs: ['get', 'create', 'update', 'patch', 'delete'],
    gives: 'the kubelets of nodes',
  },
  {
    resources: ['nodes'],
    group: '',
    verbs: ['create', 'update', 'patch'],
    gives: 'other nodes, or labels of nodes',
  },
  { resources: ['persistentvolumes'], group: '', verbs: ['create'], gives: 'volumes with files of nodes' },
  {
    resources: ['pods', 'replicationcontrollers'],
    group: '',
    verbs: ['create', 'update', 'patch'],
    gives: 'pods in every namespace, with any account',
    onlyWide: true,
  },
  {
    resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
    group: 'apps',
    verbs: ['create', 'update', 'patch'],
    gives: 'pods in every namespace, with any account',
    onlyWide: true,
  },
  {
    resources: ['jobs', 'cronjobs'],
    group: 'batch',
    verbs: ['create', 'update', 'patch'],
    gives: 'pods in every namespace, with any account',
    onlyWide: true,
  },
  {
    resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
    group: RBAC,
    verbs: ['create', 'update', 'patch'],
    gives: 'roles and who has them',
  },
  {
    resources: ['certificatesigningrequests/approval'],
    verbs: ['update', 'patch'],
    gives: 'certificates for anybody',
  },
  { resources: ['signers'], verbs: ['approve', 'sign'], gives: 'certificates for anybody', evenNamed: true },
  {
    resources: [
      ...['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'validatingadmissionpolicies'],
      ...[
        'validatingadmissionpolicybindings',
        'mutatingadmissionpolicies',
        'mutatingadmissionpolicybindings',
      ],
    ],
    group: 'admissionregistration.k8s.io',
    verbs: WRITES,
    gives: 'what the cluster admits',
  },
  {
    resources: ['namespaces', 'persistentvolumes', 'persistentvolumeclaims'],
    group: '',
    verbs: ['delete', 'deletecollection'],
    gives: 'the end of namespaces or volumes, with what is in them',
    onlyWide: true,
  },
  {
    resources: ['customresourcedefinitions'],
    group: 'apiextensions.k8s.io',
    verbs: ['delete', 'deletecollection'],
    gives: 'the end of every object of a kind',
  },
  {
    resources: ['customresourcedefinitions'],
    group: 'apiextensions.k8s.io',
    verbs: ['create', 'update', 'patch'],
    gives: 'kinds of objects, and who converts them',
  },
  {
    resources: ['namespaces'],
    group: '',
    verbs: ['update', 'patch'],
    gives: 'labels of namespaces, by which policies look at them',
    onlyWide: true,
  },
  {
    resources: ['networkpolicies'],
    group: 'networking.k8s.io',
    verbs: WRITES,
    gives: 'what pods may reach',
    onlyWide: true,
  },
  {
    resources: ['endpoints'],
    group: '',
    verbs: ['create', 'update', 'patch'],
    gives: 'where requests of others go',
    onlyWide: true,
  },
  {
    resources: ['endpointslices'],
    group: 'discovery.k8s.io',
    verbs: ['create', 'update', 'patch'],
    gives: 'where requests of others go',
    onlyWide: true,
  },
  {
    resources: ['pods/proxy', 'services/proxy'],
    group: '',
    verbs: ['get', 'create', 'update', 'patch', 'delete'],
    gives: 'ports of pods past network policies',
  },
  { resources: ['nodes'], group: '', verbs: ['delete', 'deletecollection'], gives: 'the end of nodes' },
  {
    resources: ['pods/eviction'],
    group: '',
    verbs: ['create'],
    gives: 'the end of pods of others',
    onlyWide: true,
  },
  {
    resources: ['podsecuritypolicies'],
    group: 'policy',
    verbs: ['use'],
    gives: 'pods with every right',
    evenNamed: true,
  },
  {
    resources: ['externalsecrets', 'clusterexternalsecrets', 'pushsecrets'],
    group: 'external-secrets.io',
    verbs: ['create', 'update', 'patch'],
    gives: 'every secret that the operator may read',
    onlyWide: true,
  },
  ...[
    { group: 'argoproj.io', resources: ['applications', 'applicationsets', 'appprojects'] },
    { group: 'helm.toolkit.fluxcd.io', resources: ['helmreleases'] },
    { group: 'kustomize.toolkit.fluxcd.io', resources: ['kustomizations'] },
  ].map((one) => ({
    ...one,
    verbs: ['create', 'update', 'patch'],
    gives: 'what an operator installs with its own rights',
  })),
  ...[
    'kyverno.io',
    'policies.kyverno.io',
    'constraints.gatekeeper.sh',
    'templates.gatekeeper.sh',
    'config.gatekeeper.sh',
  ].map((group) => ({ group, resources: ['*'], verbs: WRITES, gives: 'what the cluster admits' })),
  { resources: ['apiservices'], group: 'apiregistration.k8s.io', verbs: WRITES, gives: 'parts of the API' },
];
/** Verbs by which one gets rights that one does not have, whatever they are on. */
const ESCALATING = ['escalate', 'bind', 'impersonate'];

/** The rights of a role, one by one. What nobody can see is every right. */
export function rightsOf({ body }: PlannedObject): RoleRight[] {
  return list(body.rules).flatMap((rule) => {
    const values = (key: string) => {
      const value = rule instanceof Mark ? rule : at(rule, key);
      return list(value).map((item) => (typeof item === 'string' ? item : '*'));
    };
    const names = texts(at(rule, 'resourceNames'));
    const groups = values('apiGroups');
    const urls = texts(at(rule, 'nonResourceURLs')).map((url) => `url ${url}`);
    const resources = values('resources');
    return values('verbs').flatMap((verb) => [
      ...(groups.length > 0 ? groups : ['']).flatMap((group) =>
        resources.map((resource) => ({ verb, group, resource, names })),
      ),
      ...urls.map((resource) => ({ verb, group: '', resource, names: [] })),
    ]);
  });
}

export function coversRight(wide: RoleRight, narrow: RoleRight): boolean {
  return (
    (wide.verb === '*' || wide.verb === narrow.verb) &&
    (wide.group === '*' || wide.group === narrow.group) &&
    coversResource(wide.resource, narrow.resource) &&
    (wide.names.length === 0 ||
      (narrow.names.length > 0 && narrow.names.every((name) => wide.names.includes(name))))
  );
}

/** What is much in rights: why, in a few words. */
export function dangersOf(
  rights: readonly RoleRight[],
  role: Pick<PlannedObject, 'kind' | 'namespace'>,
): string[] {
  const isWide = role.kind === 'ClusterRole' || role.namespace === 'kube-system';
  return rights.flatMap((right) => {
    const { verb, resource, group, names } = right;
    if (resource.startsWith('url ')) {
      return /^url (\*|\/\*)$/.test(resource) ? [`${verb} on every path of the API server`] : [];
    }
    if (resource === '*' || resource === '*/*') return [`${verb} on every kind`];
    if (verb === '*') {
      const kinds = dangerous(right, isWide);
      // All that one can do with things by their names is no more than that.
      return kinds.length > 0 || names.length > 0 ? kinds : [`* on ${resource}`];
    }
    if (ESCALATING.includes(verb)) return [`${verb} on ${resource}`];
    if (resource === 'configmaps' && role.namespace === 'kube-system' && WRITES.includes(verb)) {
      return group === '' || group === '*' ? ['settings of the cluster itself'] : [];
    }
    if (names.includes('aws-auth') && WRITES.includes(verb))
      return ['who of AWS is who in the cluster (aws-auth)'];
    return dangerous(right, isWide);
  });
}

function dangerous({ verb, group, resource, names }: RoleRight, isWide: boolean): string[] {
  return DANGERS.filter(
    (danger) =>
      (verb === '*' || danger.verbs.includes(verb)) &&
      (danger.group === undefined || group === '*' || group === danger.group) &&
      danger.resources.some((one) => one === '*' || coversResource(resource, one)) &&
      (names.length === 0 || danger.evenNamed) &&
      (isWide || !danger.onlyWide),
  ).map(({ gives }) => gives);
}

/** `*` is every kind, and each part of it; `pods/*` every part of pods. */
function coversResource(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*' || wide === '*/*') return true;
  const [kind, part] = wide.split('/');
  const [other, own] = narrow.split('/');
  if (part === undefined || own === undefined) return false;
  return (kind === '*' || kind === other) && (part === '*' || part === own);
}
