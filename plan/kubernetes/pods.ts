import { at, isObject, list, Mark, texts, type Value, type Values } from '../value';
import type { PlannedObject } from './object';

const TEMPLATES = ['spec.template', 'spec.jobTemplate.spec.template', 'spec.podTemplate', 'template'];

/** The pod that an object makes, with its metadata: a workload's template, or itself. */
export function podOf(object: PlannedObject | undefined): Value {
  return object && [...podsOf(object).values()][0];
}

/**
 * All pods that an object makes, by where their templates stand: those of an object of some operator are wherever
 * something in it has containers.
 */
export function podsOf(object: PlannedObject | undefined): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  if (!object) return found;
  const { kind, body } = object;
  if (kind === 'Pod') return isPod(body) ? found.set('', body) : found;
  for (const path of TEMPLATES) if (isPod(at(body, path))) return found.set(path, at(body, path));
  templatesIn(body, [], found);
  return found;
}

const isPod = (value: Value) => containers(value).length > 0 || at(value, 'spec') instanceof Mark;

/** How deep an operator may hide a template. Deeper there are schemas, not objects. */
const DEEPEST = 8;

function templatesIn(value: Value, path: readonly string[], found: Map<string, Value>): void {
  if (path.length > DEEPEST || typeof value !== 'object' || value === null || value instanceof Mark) return;
  // The form of a kind of objects names containers as well, and makes none.
  if (path.at(-1) === 'openAPIV3Schema') return;
  if (!Array.isArray(value)) {
    const name = path.join('.');
    // Workflows and tasks have containers of their own, one by one.
    const own = [at(value, 'container'), at(value, 'script'), ...list(at(value, 'steps'))].filter(
      (one) => typeof at(one, 'image') === 'string',
    );
    if (own.length > 0) found.set(name, { spec: { ...(value as Values), containers: own } });
    if (containers(value).some(isObject)) found.set(name, value);
    else if (path.at(-1) !== 'spec' && containers({ spec: value as Values }).some(isObject)) {
      found.set(name, { spec: value as Values });
    }
  }
  for (const [key, part] of Object.entries(value)) {
    if (!['metadata', 'containers', 'initContainers'].includes(key)) templatesIn(part, [...path, key], found);
  }
}

/** All containers of a pod, those that start it and those for debugging included. */
export function containers(pod: Value): Value[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((name) => [
    ...list(at(pod, `spec.${name}`)),
  ]);
}

/** What a pod may do to its node, as sentences' ends, by container; those of the pod itself under an empty name. */
export function powers(pod: Value): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (pod === undefined) return found;
  const spec = at(pod, 'spec');
  found.set('', isHidden(spec) ? ['what nobody can see before the apply'] : podPowers(spec, pod));
  for (const container of containers(pod)) {
    const name = texts(at(container, 'name'))[0] ?? '';
    found.set(name, [...(found.get(name) ?? []), ...containerPowers(container, spec, pod)]);
  }
  return found;
}

/** What holds a container back, by what it is called. What is lost is told only of pods that had it. */
export function guards(pod: Value): Map<string, Set<string>> {
  const spec = at(pod, 'spec');
  return new Map(
    containers(pod).map((container) => [
      texts(at(container, 'name'))[0] ?? '',
      new Set(containerGuards(container, spec, pod)),
    ]),
  );
}

function podPowers(spec: Value, pod: Value): string[] {
  const host = Object.entries(HOST).flatMap(([key, text]) => (isOn(at(spec, key)) ? [text] : []));
  const files = list(at(spec, 'volumes')).flatMap((volume) => {
    const path = at(volume, 'hostPath.path');
    return path === undefined || path === null
      ? []
      : [`the node's ${typeof path === 'string' ? path : 'files'}`];
  });
  const sysctls = list(at(spec, 'securityContext.sysctls')).flatMap((item) => texts(at(item, 'name')));
  return [
    ...host,
    ...files,
    ...sysctls.filter((name) => !SAFE_SYSCTLS.has(name)).map((name) => `the kernel setting ${name}`),
    ...(isOn(at(spec, 'shareProcessNamespace'))
      ? ['the processes of each other (shareProcessNamespace)']
      : []),
    ...(list(at(spec, 'volumes')).some(isApiToken) ? ['a token for the Kubernetes API (projected)'] : []),
    ...(at(spec, 'hostUsers') === true ? ["the node's users"] : []),
    ...(isOn(at(spec, 'securityContext.windowsOptions.hostProcess')) ? ["the node's processes"] : []),
    ...(isUnconfined(at(pod, 'spec.securityContext')) ? ['every system call (seccomp or AppArmor off)'] : []),
  ];
}

/** Settings that count for one pod alone. Source: Kubernetes, "Using sysctls in a Kubernetes Cluster". */
const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  ...['ip_local_port_range', 'ip_unprivileged_port_start', 'ping_group_range', 'ip_local_reserved_ports'].map(
    (name) => `net.ipv4.${name}`,
  ),
  ...[
    'syncookies',
    'keepalive_time',
    'fin_timeout',
    'keepalive_intvl',
    'keepalive_probes',
    'rmem',
    'wmem',
  ].map((name) => `net.ipv4.tcp_${name}`),
]);

/** A token for another receiver, such as a vault, opens nothing in the cluster. */
function isApiToken(volume: Value): boolean {
  return list(at(volume, 'projected.sources')).some((source) => {
    const token = at(source, 'serviceAccountToken');
    if (token === undefined || token === null) return false;
    const audience = at(token, 'audience');
    return (
      !isSet(audience) || audience instanceof Mark || /^(https:\/\/)?kubernetes(\.|$)/.test(`${audience}`)
    );
  });
}

const HOST = {
  hostNetwork: 'the network of the node (hostNetwork)',
  hostPID: "the node's processes (hostPID)",
  hostIPC: "the node's memory that processes share (hostIPC)",
};

function containerPowers(container: Value, spec: Value, pod: Value): string[] {
  const own = at(container, 'securityContext');
  if (isHidden(own)) return ['what nobody can see before the apply'];
  const context = own ?? {};
  const added = list(at(context, 'capabilities.add')).map((name) =>
    typeof name === 'string' ? name : '(unknown)',
  );
  const ports = list(at(container, 'ports')).filter((port) => Number(at(port, 'hostPort') ?? 0) > 0);
  const { user, nonRoot } = runsAs(container, spec);
  const isRoot = isZero(user) || isHidden(user) || (!isSet(user) && nonRoot === false);
  return [
    ...(isOn(at(context, 'privileged')) ? ['every right on the node (privileged)'] : []),
    ...(isOn(at(context, 'allowPrivilegeEscalation')) ? ['privilege escalation'] : []),
    ...(isRoot ? ['root'] : []),
    ...(isUnconfined(context) || isUnconfinedByNote(pod, container)
      ? ['every system call (seccomp or AppArmor off)']
      : []),
    ...(at(context, 'procMount') === 'Unmasked' ? ['all of /proc (procMount Unmasked)'] : []),
    ...(/^(spc_t|super_t|unconfined_t)$/.test(`${at(context, 'seLinuxOptions.type')}`)
      ? ['all of SELinux']
      : []),
    ...(isOn(at(context, 'windowsOptions.hostProcess')) ? ["the node's processes"] : []),
    ...added.filter((name) => name !== 'NET_BIND_SERVICE').map((name) => `the capability ${name}`),
    ...ports.map((port) => `the node's port ${at(port, 'hostPort')}`),
  ];
}

function containerGuards(container: Value, spec: Value, pod: Value): string[] {
  const context = at(container, 'securityContext');
  const dropped = list(at(context, 'capabilities.drop')).map((name) => `${name}`.toUpperCase());
  const { user, nonRoot } = runsAs(container, spec);
  const seccomp = at(context, 'seccompProfile.type') ?? at(spec, 'securityContext.seccompProfile.type');
  const appArmor =
    at(context, 'appArmorProfile.type') ??
    at(spec, 'securityContext.appArmorProfile.type') ??
    noteOf(pod, container);
  return [
    ...(nonRoot === true || (isSet(user) && !isZero(user) && !(user instanceof Mark))
      ? ['a user that is not root']
      : []),
    ...(nonRoot === true ? ['runAsNonRoot'] : []),
    ...(at(context, 'allowPrivilegeEscalation') === false ? ['no privilege escalation'] : []),
    ...dropped.map((name) => `capabilities.drop ${name}`),
    ...(isSet(seccomp) && seccomp !== 'Unconfined' ? ['a seccomp profile'] : []),
    ...(isSet(appArmor) && !/unconfined/i.test(`${appArmor}`) ? ['an AppArmor profile'] : []),
    ...(at(context, 'readOnlyRootFilesystem') === true ? ['a root file system that is read-only'] : []),
    ...(at(spec, 'automountServiceAccountToken') === false ? ['no token for the Kubernetes API'] : []),
    ...(at(spec, 'hostUsers') === false ? ['users of its own (hostUsers false)'] : []),
    ...list(at(container, 'volumeMounts')).flatMap((mount) => {
      const path = at(mount, 'readOnly') === true ? hostPaths(spec).get(`${at(mount, 'name')}`) : undefined;
      return path === undefined ? [] : [`that it only reads the node's ${path}`];
    }),
    ...texts(at(spec, 'runtimeClassName')).map((name) => `the runtime class ${name}`),
  ];
}

/** Folders of the node, by the name of their volume. */
function hostPaths(spec: Value): Map<string, string> {
  return new Map(
    list(at(spec, 'volumes')).flatMap((volume) =>
      texts(at(volume, 'hostPath.path')).map((path) => [`${at(volume, 'name')}`, path] as const),
    ),
  );
}

/** What the container says counts before what the pod says. */
function runsAs(container: Value, spec: Value): { user: Value; nonRoot: Value } {
  const own = (key: string) => {
    const value = at(container, `securityContext.${key}`);
    return isSet(value) ? value : at(spec, `securityContext.${key}`);
  };
  return { user: own('runAsUser'), nonRoot: own('runAsNonRoot') };
}

function isUnconfined(context: Value): boolean {
  return ['seccompProfile.type', 'appArmorProfile.type'].some((path) => at(context, path) === 'Unconfined');
}

/** The older way, by annotations. */
function noteOf(pod: Value, container: Value): Value {
  const notes = at(pod, 'metadata.annotations');
  return isObject(notes)
    ? (notes as Values)[`container.apparmor.security.beta.kubernetes.io/${texts(at(container, 'name'))[0]}`]
    : undefined;
}

function isUnconfinedByNote(pod: Value, container: Value): boolean {
  return noteOf(pod, container) === 'unconfined';
}

/** What nobody can see counts as on, unless it is what it was. */
function isOn(value: Value): boolean {
  return value === true || isHidden(value);
}

function isHidden(value: Value): boolean {
  return value instanceof Mark && value !== Mark.sensitive;
}

function isSet(value: Value): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isZero(value: Value): boolean {
  return value === 0 || value === '0';
}
