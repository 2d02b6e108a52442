const READS = ['get', 'list', 'watch'];
const UPDATES = ['update', 'patch'];
const CHANGES = ['create', ...UPDATES];
const DELETES = ['delete', 'deletecollection'];
export const WRITES = [...CHANGES, ...DELETES];
/** To open a connection. By WebSocket it is a `get`. */
const CONNECTS = ['create', 'get'];
/** One for each method of HTTP. */
const REQUESTS = ['get', ...CHANGES, 'delete'];

const PODS = 'pods in every namespace, with any account';
const ADMITS = 'what the cluster admits';
const REQUESTS_OF_OTHERS = 'where requests of others go';

/** A right that is dangerous, by what it is on. */
interface DangerousRight {
  readonly resources: readonly string[];
  /** Default: any. */
  readonly group?: string;
  readonly verbs: readonly string[];
  /** What one gets by it. */
  readonly gives: string;
  /** Whether a right to some of them, by their names, is dangerous too. Default: only one to all. */
  readonly evenNamed?: boolean;
  /** Whether it is dangerous only in a role that counts in every namespace, or in `kube-system`. */
  readonly onlyWide?: boolean;
}

/** Rights by which one gets others, or into what is not one's own. Source: Kubernetes, "RBAC good practices". */
export const DANGERS: readonly DangerousRight[] = [
  { resources: ['secrets'], group: '', verbs: READS, gives: 'all secrets' },
  { resources: ['secrets'], group: '', verbs: CHANGES, gives: 'new secrets, tokens of accounts among them' },
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
    verbs: CONNECTS,
    gives: 'commands in pods',
    evenNamed: true,
  },
  {
    resources: ['pods/portforward'],
    group: '',
    verbs: CONNECTS,
    gives: 'ports of pods past network policies',
  },
  {
    resources: ['pods/ephemeralcontainers'],
    group: '',
    verbs: UPDATES,
    gives: 'containers in pods of others',
    evenNamed: true,
  },
  { resources: ['nodes/proxy'], group: '', verbs: REQUESTS, gives: 'the kubelets of nodes' },
  { resources: ['nodes'], group: '', verbs: CHANGES, gives: 'other nodes, or labels of nodes' },
  { resources: ['persistentvolumes'], group: '', verbs: ['create'], gives: 'volumes with files of nodes' },
  { resources: ['pods', 'replicationcontrollers'], group: '', verbs: CHANGES, gives: PODS, onlyWide: true },
  {
    resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
    group: 'apps',
    verbs: CHANGES,
    gives: PODS,
    onlyWide: true,
  },
  { resources: ['jobs', 'cronjobs'], group: 'batch', verbs: CHANGES, gives: PODS, onlyWide: true },
  {
    resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
    group: 'rbac.authorization.k8s.io',
    verbs: CHANGES,
    gives: 'roles and who has them',
  },
  { resources: ['certificatesigningrequests/approval'], verbs: UPDATES, gives: 'certificates for anybody' },
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
    gives: ADMITS,
  },
  {
    resources: ['namespaces', 'persistentvolumes', 'persistentvolumeclaims'],
    group: '',
    verbs: DELETES,
    gives: 'the end of namespaces or volumes, with what is in them',
    onlyWide: true,
  },
  {
    resources: ['customresourcedefinitions'],
    group: 'apiextensions.k8s.io',
    verbs: DELETES,
    gives: 'the end of every object of a kind',
  },
  {
    resources: ['customresourcedefinitions'],
    group: 'apiextensions.k8s.io',
    verbs: CHANGES,
    gives: 'kinds of objects, and who converts them',
  },
  {
    resources: ['namespaces'],
    group: '',
    verbs: UPDATES,
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
  { resources: ['endpoints'], group: '', verbs: CHANGES, gives: REQUESTS_OF_OTHERS, onlyWide: true },
  {
    resources: ['endpointslices'],
    group: 'discovery.k8s.io',
    verbs: CHANGES,
    gives: REQUESTS_OF_OTHERS,
    onlyWide: true,
  },
  {
    resources: ['pods/proxy', 'services/proxy'],
    group: '',
    verbs: REQUESTS,
    gives: 'ports of pods past network policies',
  },
  { resources: ['nodes'], group: '', verbs: DELETES, gives: 'the end of nodes' },
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
    verbs: CHANGES,
    gives: 'every secret that the operator may read',
    onlyWide: true,
  },
  ...[
    { group: 'argoproj.io', resources: ['applications', 'applicationsets', 'appprojects'] },
    { group: 'helm.toolkit.fluxcd.io', resources: ['helmreleases'] },
    { group: 'kustomize.toolkit.fluxcd.io', resources: ['kustomizations'] },
  ].map((one) => ({
    ...one,
    verbs: CHANGES,
    gives: 'what an operator installs with its own rights',
  })),
  ...[
    'kyverno.io',
    'policies.kyverno.io',
    'constraints.gatekeeper.sh',
    'templates.gatekeeper.sh',
    'config.gatekeeper.sh',
  ].map((group) => ({ group, resources: ['*'], verbs: WRITES, gives: ADMITS })),
  { resources: ['apiservices'], group: 'apiregistration.k8s.io', verbs: WRITES, gives: 'parts of the API' },
];
