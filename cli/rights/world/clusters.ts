import { type AccessRule, accessPolicy } from './access-policies';
import type { Attributes, References, Resource } from './references';

/** What somebody may do in a cluster, and where. */
export interface ClusterRight extends AccessRule {
  /** Names of namespaces, or their beginnings and a star. Undefined: everywhere, and what is in no namespace. */
  readonly namespaces?: readonly string[];
  /** Names of admission policies that keep who has it to less than this. */
  readonly heldBy?: readonly string[];
}

/** A service account, and so all pods that run as it. */
export interface PodAccount {
  readonly namespace: string;
  readonly name: string;
  /** ARN of the role that its pods get. */
  readonly role?: string;
  readonly rights: readonly ClusterRight[];
  /** Images that its pods run. */
  readonly images: readonly string[];
  /** Stack that makes it. */
  readonly stack: string;
}

export interface ClusterInside {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly stack: string;
  /** ARN of the role of its nodes. */
  readonly nodes?: string;
  /** What roles of AWS may do in it, by their ARNs. */
  readonly entries: ReadonlyMap<string, readonly ClusterRight[]>;
  readonly accounts: readonly PodAccount[];
  /** Namespaces of the stacks that let no pod reach its node. */
  readonly restricted: readonly string[];
  /** Namespaces of the stacks. */
  readonly namespaces: readonly string[];
}

/** Reads the clusters of all stacks, with what the stacks of services put into them. */
export function readClusters(references: References): ClusterInside[] {
  return references.all('aws_eks_cluster').map((resource) => {
    const name = String(resource.attributes.name);
    const inside = objectsOf(references, name, resource);
    const bindings = [...readBindings(inside)];
    const namespaces = inside('kubernetes_namespace_v1').map(({ attributes }) => metadata(attributes));
    const enforced = namespaces.filter(
      ({ labels }) => labels?.['pod-security.kubernetes.io/enforce'] === 'restricted',
    );
    return {
      name,
      arn: references.arn(resource),
      account: resource.account,
      stack: resource.stack,
      nodes: (resource.attributes.compute_config as Attributes | undefined)?.node_role_arn as
        | string
        | undefined,
      entries: readEntries(references, name, resource.account, bindings, readHolds(inside)),
      accounts: readAccounts(references, name, resource.account, inside, bindings),
      namespaces: namespaces.map(({ name }) => name),
      restricted: enforced.map(({ name }) => name),
    };
  });
}

type Inside = (type: string) => Resource[];

/** Objects of stacks whose provider speaks to the cluster. */
function objectsOf(references: References, cluster: string, { account }: Resource): Inside {
  return (type) =>
    references.all(type).filter((object) => object.account === account && object.stack !== cluster);
}

interface Binding {
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
  readonly rights: readonly ClusterRight[];
}

function* readBindings(inside: Inside): Generator<Binding> {
  for (const kind of ['cluster_', '']) {
    for (const { attributes } of inside(`kubernetes_${kind}role_binding_v1`)) {
      const { namespace } = metadata(attributes);
      const { kind: roleKind, name } = attributes.role_ref as { kind: string; name: string };
      const roles = inside(roleKind === 'ClusterRole' ? 'kubernetes_cluster_role_v1' : 'kubernetes_role_v1');
      const rules = roles
        .filter((role) => metadata(role.attributes).name === name)
        .flatMap((role) => role.attributes.rule as TerraformRule[]);
      yield {
        subjects: attributes.subject as Binding['subjects'],
        rights: rules.map((rule) => ({
          groups: rule.api_groups ?? [],
          resources: rule.resources ?? [],
          verbs: rule.verbs,
          namespaces: namespace === undefined ? undefined : [namespace],
        })),
      };
    }
  }
}

interface TerraformRule {
  readonly api_groups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

function readEntries(
  references: References,
  cluster: string,
  account: string,
  bindings: readonly Binding[],
  holds: readonly Hold[],
): Map<string, ClusterRight[]> {
  const own = (type: string) =>
    references
      .all(type)
      .filter((one) => one.account === account && one.attributes.cluster_name === cluster)
      .map(({ attributes }) => attributes);
  const associations = own('aws_eks_access_policy_association');
  return new Map(
    own('aws_eks_access_entry').map(({ principal_arn, kubernetes_groups = [] }) => {
      const policies = associations.filter((one) => one.principal_arn === principal_arn);
      const ofGroups = bindings.filter(({ subjects }) =>
        subjects.some(({ kind, name }) => kind === 'Group' && (kubernetes_groups as string[]).includes(name)),
      );
      const heldBy = holds
        .filter(({ groups }) => groups.some((group) => (kubernetes_groups as string[]).includes(group)))
        .map(({ name }) => name);
      return [
        String(principal_arn),
        [
          ...policies.flatMap(({ policy_arn, access_scope }) => {
            const { namespaces } = access_scope as { namespaces?: string[] };
            return accessPolicy(String(policy_arn)).map((rule) => ({ ...rule, namespaces }));
          }),
          ...ofGroups.flatMap(({ rights }) => rights),
        ].map((right) => (heldBy.length > 0 && !isOfPatterns(right) ? { ...right, heldBy } : right)),
      ];
    }),
  );
}

/** An admission policy about what some groups do. */
interface Hold {
  readonly name: string;
  readonly groups: readonly string[];
}

function readHolds(inside: Inside): Hold[] {
  return inside('kubernetes_manifest')
    .map(({ attributes }) => attributes.manifest as Attributes)
    .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
    .map((manifest) => ({
      name: metadata(manifest).name,
      groups: [...JSON.stringify(manifest).matchAll(/'([^']*)' in request\.userInfo\.groups/g)].map(
        ([, group]) => group!,
      ),
    }));
}

/**
 * Rights to namespaces by a pattern are to those that whoever has them makes. What such policies refuse is the rest, as
 * test/e2e/preview-policies.test.ts shows.
 */
function isOfPatterns({ namespaces }: ClusterRight): boolean {
  return namespaces?.every((name) => name.endsWith('*')) ?? false;
}

function readAccounts(
  references: References,
  cluster: string,
  account: string,
  inside: Inside,
  bindings: readonly Binding[],
): PodAccount[] {
  const associations = references
    .all('aws_eks_pod_identity_association')
    .filter((one) => one.account === account && one.attributes.cluster_name === cluster);
  const found = new Map<string, PodAccount>();
  const pods = WORKLOADS.flatMap(inside).flatMap(({ attributes }) => [
    ...podsIn(attributes, metadata(attributes).namespace),
  ]);
  const add = (stack: string, namespace: string, name: string, role?: string) => {
    const key = `${namespace}/${name}`;
    const rights = bindings
      .filter(({ subjects }) =>
        subjects.some(
          (one) => one.kind === 'ServiceAccount' && one.name === name && one.namespace === namespace,
        ),
      )
      .flatMap((binding) => binding.rights);
    const images = pods
      .filter((pod) => pod.namespace === namespace && pod.account === name)
      .flatMap((pod) => pod.images);
    found.set(key, { namespace, name, role: role ?? found.get(key)?.role, rights, images, stack });
  };
  for (const { stack, attributes } of inside('kubernetes_service_account_v1')) {
    const { namespace = 'default', name } = metadata(attributes);
    add(stack, namespace, name);
  }
  for (const { stack, attributes } of addons(references, cluster, account)) {
    const { namespace, service_account, role_arn } = attributes;
    add(stack, String(namespace), String(service_account), String(role_arn));
  }
  // Accounts that an add-on brings, if a binding names them.
  for (const { namespace, name } of bindings.flatMap(({ subjects }) => subjects)) {
    if (namespace !== undefined && !found.has(`${namespace}/${name}`)) add(cluster, namespace, name);
  }
  for (const { stack, attributes } of associations) {
    const { namespace, service_account, role_arn } = attributes;
    add(stack, String(namespace), String(service_account), String(role_arn));
  }
  return [...found.values()];
}

const WORKLOADS = ['deployment', 'cron_job', 'job', 'stateful_set', 'daemon_set'].map(
  (kind) => `kubernetes_${kind}_v1`,
);

interface Pods {
  readonly namespace?: string;
  readonly account: string;
  readonly images: readonly string[];
}

/** The pods that a workload makes, wherever in it their template stands. */
function* podsIn(value: unknown, namespace?: string): Generator<Pods> {
  if (typeof value !== 'object' || value === null) return;
  const { service_account_name: account, container } = value as Attributes;
  if (typeof account === 'string' && Array.isArray(container)) {
    yield { namespace, account, images: (container as Attributes[]).map(({ image }) => String(image)) };
  }
  for (const part of Object.values(value)) yield* podsIn(part, namespace);
}

/** The roles that add-ons get for their service accounts: the namespace stands in the role's trust alone. */
function addons(references: References, cluster: string, account: string): Resource[] {
  return references
    .all('aws_eks_addon')
    .filter((addon) => addon.account === account && addon.attributes.cluster_name === cluster)
    .flatMap((addon) =>
      ((addon.attributes.pod_identity_association ?? []) as Attributes[]).map((association) => {
        const role = references
          .all('aws_iam_role')
          .find((one) => references.arn(one) === association.role_arn);
        const [, namespace = ''] =
          /kubernetes-namespace":"([^"]*)"/.exec(String(role?.attributes.assume_role_policy)) ?? [];
        return { ...addon, attributes: { ...association, namespace } };
      }),
    );
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

function metadata(attributes: Attributes): Metadata {
  return attributes.metadata as Metadata;
}
