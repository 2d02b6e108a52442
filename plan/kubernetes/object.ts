import { parseAllDocuments } from 'yaml';
import type { PlannedResource } from '../change';
import { at, isObject, Mark, type Value, type Values } from '../value';

/** An object of Kubernetes as its API has it, whichever resource of Terraform makes it. */
export interface PlannedObject {
  readonly kind: string;
  /** Without its version; empty for the core, undefined when the resource does not say it. */
  readonly group: string | undefined;
  readonly name: string;
  /** Empty for what is in none. */
  readonly namespace: string;
  /** In the names and lists of the API. What a mark stands for nobody can see. */
  readonly body: Values;
}

/** What is behind a resource: objects, or something that the plan does not show. */
interface ShownObjects {
  readonly objects: readonly PlannedObject[];
  /** Whether there is more, or other, than that. */
  readonly isHidden: boolean;
}

const NOTHING: ShownObjects = { objects: [], isHidden: false };
const HIDDEN: ShownObjects = { objects: [], isHidden: true };

/** Whether a resource of Terraform is an object of Kubernetes, or several. */
export function isKubernetes(type: string): boolean {
  return /^(kubernetes_|kubectl_manifest$|helm_release$)/.test(type);
}

/** Groups of Kubernetes itself, and what says how objects of others look. */
const OWN = /^(|apps|batch|autoscaling|policy|extensions|([a-z.]+\.)?k8s\.io)$/;

/** Whether some operator makes something of it: its kind is not of Kubernetes. */
export function isOperators({ group }: PlannedObject): boolean {
  return group !== undefined && !OWN.test(group);
}

/**
 * `kubernetes_annotations` and `kubernetes_labels` set some annotations or labels of an object that they name: one of them
 * is returned as that object, with these alone. Any other object is returned as it is.
 */
export function marked<Side extends PlannedObject | undefined>(object: Side): Side | PlannedObject {
  if (!object || !['Annotations', 'Labels'].includes(object.kind)) return object;
  const { kind, apiVersion, metadata, annotations, labels } = object.body;
  if (typeof kind !== 'string' || !isObject(metadata)) return object;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  return {
    ...object,
    kind,
    group: groupOf(version),
    body: { metadata: { ...metadata, annotations, labels } },
  };
}

/** What a side of a resource makes in a cluster. */
export function shown(
  resource: Pick<PlannedResource, 'type' | 'before' | 'after'>,
  side: 'before' | 'after',
): ShownObjects {
  const values = resource[side];
  if (values === null || values === undefined) return NOTHING;
  if (!isKubernetes(resource.type)) return NOTHING;
  if (resource.type === 'helm_release') return HIDDEN;
  if (resource.type === 'kubectl_manifest') return fromYaml(values);
  if (resource.type === 'kubernetes_manifest') {
    const manifest = at(values, 'manifest');
    return fromManifest(isObject(manifest) ? manifest : at(values, 'object'));
  }
  const kind = kindOf(resource.type);
  const body = apiForm(values) as Values;
  return { objects: [objectOf(kind, undefined, body)], isHidden: false };
}

/** `ClusterRole` for `kubernetes_cluster_role_v1`. */
export function kindOf(type: string): string {
  const name = type.replace(/^kubernetes_/, '').replace(/_v\d+((alpha|beta)\d+)?$/, '');
  if (name === 'daemonset') return 'DaemonSet';
  if (name === 'csi_driver') return 'CSIDriver';
  if (name === 'api_service') return 'APIService';
  if (name === 'default_service_account') return 'ServiceAccount';
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function fromManifest(manifest: Value): ShownObjects {
  if (!isObject(manifest)) return HIDDEN;
  const { kind, apiVersion } = manifest;
  if (typeof kind !== 'string') return HIDDEN;
  const items = kind === 'List' || /List$/.test(kind) ? at(manifest, 'items') : undefined;
  if (Array.isArray(items)) return joined(items.map(fromManifest));
  const group = typeof apiVersion === 'string' ? groupOf(apiVersion) : undefined;
  return { objects: [objectOf(kind, group, manifest)], isHidden: false };
}

function groupOf(version: string): string {
  return version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
}

function fromYaml(values: Value): ShownObjects {
  const text = [at(values, 'yaml_body_parsed'), at(values, 'yaml_body')].find(
    (body) => typeof body === 'string' && body !== '',
  );
  if (typeof text !== 'string') return HIDDEN;
  try {
    const documents = [...parseAllDocuments(text)].filter(({ contents }) => contents !== null);
    if (documents.some(({ errors }) => errors.length > 0)) return HIDDEN;
    return joined(documents.map((document) => fromManifest(document.toJS({ maxAliasCount: 100 }) as Value)));
  } catch {
    return HIDDEN;
  }
}

function joined(parts: readonly ShownObjects[]): ShownObjects {
  return {
    objects: parts.flatMap(({ objects }) => objects),
    isHidden: parts.some(({ isHidden }) => isHidden),
  };
}

function objectOf(kind: string, group: string | undefined, body: Values): PlannedObject {
  const text = (path: string) => {
    const value = at(body, path);
    return typeof value === 'string' ? value : '';
  };
  return { kind, group, name: text('metadata.name'), namespace: text('metadata.namespace'), body };
}

/** Blocks that are lists in the API too, by the name that they have there. Of the others there is one. */
const LISTS: Readonly<Record<string, string>> = {
  cluster_role_selectors: 'clusterRoleSelectors',
  container: 'containers',
  egress: 'egress',
  env: 'env',
  env_from: 'envFrom',
  ephemeral_container: 'ephemeralContainers',
  from: 'from',
  host_aliases: 'hostAliases',
  image_pull_secret: 'imagePullSecrets',
  image_pull_secrets: 'imagePullSecrets',
  ingress: 'ingress',
  init_container: 'initContainers',
  items: 'items',
  limit: 'limits',
  match_condition: 'matchConditions',
  match_expression: 'matchExpressions',
  match_expressions: 'matchExpressions',
  path: 'paths',
  port: 'ports',
  ports: 'ports',
  rule: 'rules',
  sources: 'sources',
  subject: 'subjects',
  sysctl: 'sysctls',
  tls: 'tls',
  to: 'to',
  toleration: 'tolerations',
  topology_spread_constraint: 'topologySpreadConstraints',
  volume: 'volumes',
  volume_claim_template: 'volumeClaimTemplates',
  volume_mount: 'volumeMounts',
  webhook: 'webhooks',
};

/** Names that are not made of their parts alone. */
const NAMES: Readonly<Record<string, string>> = {
  external_ips: 'externalIPs',
  host_ipc: 'hostIPC',
  host_pid: 'hostPID',
  insecure_skip_tls_verify: 'insecureSkipTLSVerify',
  load_balancer_ip: 'loadBalancerIP',
  non_resource_urls: 'nonResourceURLs',
  pod_cidr: 'podCIDR',
};

/**
 * What the typed resources of Terraform's provider have, as the API has it. Blocks are lists there, maps are not; what
 * is not set is an empty text, an empty list or nothing.
 */
function apiForm(value: Value): Value {
  if (Array.isArray(value)) return value.map(apiForm);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => {
      const [name, own] = field(key, part);
      return own === undefined ? [] : [[name, own]];
    }),
  );
}

function field(key: string, value: Value): [name: string, value: Value] {
  const listed = Object.hasOwn(LISTS, key) ? LISTS[key]! : undefined;
  const name = (Object.hasOwn(NAMES, key) && NAMES[key]) || camel(key);
  if (value === null || value === '') return [name, undefined];
  if (key === 'end_port' && value === 0) return [name, undefined];
  if (!Array.isArray(value)) return [name, value];
  const isBlocks = value.some((item) => isObject(item) || item === null);
  if (listed && (isBlocks || value.length === 0)) {
    return [listed, value.map((item) => apiForm(item ?? {}))];
  }
  if (isBlocks) return [name, apiForm(value[0] ?? {})];
  // An unknown block that stands alone.
  if (value.length === 1 && value[0] instanceof Mark && !listed) return [name, value];
  return [name, value.length > 0 ? value : undefined];
}

/** `retention_days` for `retentionDays`. */
export function snake(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function camel(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
