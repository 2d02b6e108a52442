import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { ENDS_IN_ID } from '../../../declarations/preview-id';
import { PREVIEWERS, SETUP } from '../../core/cluster-names';
import { COPY_OF } from './labels';

export interface PreviewPoliciesProps {
  /** Names of the service accounts in `setup` whose jobs previews start. Each has a template, a CronJob. */
  readonly templates: readonly Template[];
  /** Namespace of the templates, as a reference to it. */
  readonly setup: string;
  /** What must be there before the policies: the templates. */
  readonly after: readonly ITerraformDependable[];
}

export interface Template {
  /** Name of the CronJob. */
  readonly cronJob: string;
  readonly serviceAccount: string;
}

/**
 * Keeps whoever makes previews, and so the code of any branch, to what is the previews' own. Roles of the cluster can't
 * match names by a pattern, so they let it into more; these policies refuse the rest whatever else lets it in.
 * Source: Kubernetes, "Validating Admission Policy".
 */
export class PreviewPolicies extends Construct {
  constructor(scope: Construct, id: string, props: PreviewPoliciesProps) {
    super(scope, id);
    this.letIntoSetup(props.setup);
    const own = this.policy('own', ownPolicy(props.templates), props);
    this.bind('own', own, 'own', {});
    const copies = this.policy('copies', COPIES, props);
    for (const { cronJob } of props.templates) {
      const paramRef = { name: cronJob, namespace: SETUP, parameterNotFoundAction: 'Deny' };
      this.bind(`copies-${cronJob}`, copies, 'copies', { paramRef, matchResources: copiesOf(cronJob) });
    }
  }

  /** To start jobs from the templates, and to read what they say. */
  private letIntoSetup(namespace: string): void {
    const role = new RoleV1(this, 'setup', {
      metadata: { name: PREVIEWERS, namespace },
      rule: [
        { apiGroups: ['batch'], resources: ['cronjobs'], verbs: ['get', 'list'] },
        {
          apiGroups: ['batch'],
          resources: ['jobs'],
          verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'],
        },
        { apiGroups: [''], resources: ['events', 'pods', 'pods/log'], verbs: ['get', 'list', 'watch'] },
      ],
    });
    new RoleBindingV1(this, 'setup-binding', {
      metadata: { name: PREVIEWERS, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role.metadata.name },
      subject: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: PREVIEWERS }],
    });
  }

  private policy(id: string, spec: object, { after }: PreviewPoliciesProps): Manifest {
    return new Manifest(this, id, {
      manifest: {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: policyName(id) },
        spec: { failurePolicy: 'Fail', ...spec },
      },
      dependsOn: [...after],
    });
  }

  private bind(id: string, policy: Manifest, of: string, more: object): void {
    new Manifest(this, `${id}-binding`, {
      manifest: {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicyBinding',
        metadata: { name: policyName(id) },
        spec: { policyName: policyName(of), validationActions: ['Deny'], ...more },
      },
      dependsOn: [policy],
    });
  }
}

/**
 * A template is looked for before a policy's conditions are asked, and is not found for some seconds after its binding
 * was made. So the binding itself has to leave out all jobs but the copies: everybody's would be refused meanwhile.
 * Source: kubernetes, k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go.
 */
function copiesOf(cronJob: string): object {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': SETUP } },
    objectSelector: { matchLabels: { [COPY_OF]: cronJob } },
  };
}

function policyName(id: string): string {
  return `previews-${id}`;
}

const BY_PREVIEWERS = { name: 'by-previewers', expression: `'${PREVIEWERS}' in request.userInfo.groups` };

/** CEL has RE2, and wants a backslash twice. */
const OWN = `.+${ENDS_IN_ID.source}`.replaceAll('\\d', '[0-9]');

function ownPolicy(templates: readonly Template[]): object {
  const accounts = templates
    .map(({ cronJob, serviceAccount }) => `'${cronJob}': '${serviceAccount}'`)
    .join(', ');
  const isCreated = "request.operation == 'CREATE'";
  const isCopy =
    'variables.template in variables.accounts && variables.accounts[variables.template] == variables.job.spec.template.spec.serviceAccountName';
  const isJobItself = "!has(request.subResource) || request.subResource == ''";
  return {
    matchConstraints: {
      resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] }],
    },
    matchConditions: [BY_PREVIEWERS],
    variables: [
      { name: 'kind', expression: 'request.resource.resource' },
      // What is of the whole cluster has none.
      { name: 'where', expression: "has(request.namespace) ? request.namespace : ''" },
      { name: 'isSetup', expression: `variables.where == '${SETUP}' && variables.kind == 'jobs'` },
      { name: 'accounts', expression: `{${accounts}}` },
      // As it is before a change.
      { name: 'job', expression: `${isCreated} ? object : oldObject` },
      {
        name: 'template',
        expression: `has(variables.job.metadata.labels) && '${COPY_OF}' in variables.job.metadata.labels ? variables.job.metadata.labels['${COPY_OF}'] : ''`,
      },
    ],
    validations: [
      {
        // The namespace of a namespace is itself.
        expression: `variables.where.matches('^${OWN}') || variables.isSetup`,
        message: "previews change what is in their own namespaces alone, and start the host's jobs",
      },
      {
        expression: `!variables.isSetup || (${isCopy} && (${isJobItself}))`,
        message: `jobs that previews start, stop and delete in ${SETUP} are copies of its templates, which the label ${COPY_OF} names`,
      },
      {
        expression:
          "variables.kind != 'namespaces' || object == null || (has(object.metadata.labels) && 'pod-security.kubernetes.io/enforce' in object.metadata.labels && object.metadata.labels['pod-security.kubernetes.io/enforce'] == 'restricted')",
        message:
          'namespaces of previews refuse pods with privileges: pod-security.kubernetes.io/enforce is restricted',
      },
      {
        expression:
          "variables.kind != 'targetgroupbindings' || object == null || (has(object.spec.targetGroupARN) && object.spec.targetGroupARN.contains(':targetgroup/preview-'))",
        message: 'pods of previews are bound to target groups of previews alone',
      },
    ],
  };
}

/** Fields of a container that have to be those of the template. */
const SAME = ['image', 'command', 'env', 'volumeMounts'];
/** Fields that it may not have, as no template has them. */
const NONE = [
  'envFrom',
  'lifecycle',
  'livenessProbe',
  'readinessProbe',
  'restartPolicy',
  'startupProbe',
  'workingDir',
];

/** Whether the first container of a list is that of the template, and the only one. */
function isSameContainer(list: string): string {
  const [container, original] = [`variables.pod.${list}[0]`, `variables.wanted.${list}[0]`];
  return [
    `variables.pod.${list}.size() == 1`,
    ...SAME.map((field) => `${container}.${field} == ${original}.${field}`),
    ...NONE.map((field) => `!has(${container}.${field})`),
  ].join(' && ');
}

/**
 * All but the arguments is that of the template: what runs, as whom, with which files and variables, and by which names
 * it finds the server. The script checks its arguments.
 */
const COPIES = {
  paramKind: { apiVersion: 'batch/v1', kind: 'CronJob' },
  matchConstraints: {
    resourceRules: [
      { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['jobs'] },
    ],
  },
  matchConditions: [BY_PREVIEWERS],
  variables: [
    { name: 'pod', expression: 'object.spec.template.spec' },
    { name: 'wanted', expression: 'params.spec.jobTemplate.spec.template.spec' },
  ],
  validations: [
    {
      expression: [
        'variables.pod.serviceAccountName == variables.wanted.serviceAccountName',
        isSameContainer('containers'),
        `(has(variables.wanted.initContainers) ? has(variables.pod.initContainers) && ${isSameContainer('initContainers')} : !has(variables.pod.initContainers))`,
        'variables.pod.volumes == variables.wanted.volumes',
        'variables.pod.dnsPolicy == variables.wanted.dnsPolicy',
        ...['dnsConfig', 'hostAliases'].map((field) => `!has(variables.pod.${field})`),
      ].join(' && '),
      message: `a job that a preview starts in ${SETUP} differs from its template in more than its arguments: what works on the servers of the host is the host's, so bring the branch up to date with what runs there`,
    },
  ],
};
