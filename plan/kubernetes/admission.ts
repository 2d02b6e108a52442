import { at, isObject, list, Mark, same, texts, type Value } from '../value';
import type { PlannedObject } from './object';
import { chooses } from './selector';

/** Kinds that decide what a cluster admits, and groups all of whose kinds do. */
const KINDS = new Set([
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
]);
const GROUPS =
  /^(kyverno\.io|policies\.kyverno\.io|wgpolicyk8s\.io|(constraints|templates|mutations|config)\.gatekeeper\.sh|cilium\.io|projectcalico\.org|crd\.projectcalico\.org|policy\.networking\.k8s\.io|security\.istio\.io|kubewarden\.io|policies\.kubewarden\.io|falco\.org)$/;

export function isGuard({ kind, group }: PlannedObject): boolean {
  return KINDS.has(kind) || (group !== undefined && GROUPS.test(group));
}

/** Words of policies that refuse, by the paths at which they stand, from strong to weak. */
const ACTIONS: readonly {
  readonly path: string;
  readonly order: readonly string[];
  readonly absent?: string;
}[] = [
  { path: 'spec.failurePolicy', order: ['Fail', 'Ignore'], absent: 'Fail' },
  { path: 'spec.validationFailureAction', order: ['Enforce', 'Audit'], absent: 'Audit' },
  { path: 'spec.enforcementAction', order: ['deny', 'warn', 'dryrun'], absent: 'deny' },
  { path: 'spec.mode', order: ['protect', 'monitor'], absent: 'protect' },
  { path: 'spec.paramRef.parameterNotFoundAction', order: ['Deny', 'Allow'] },
  { path: 'spec.mtls.mode', order: ['STRICT', 'PERMISSIVE', 'DISABLE'], absent: 'PERMISSIVE' },
];

/** What people read of a refusal. It decides nothing. */
const WORDS = new Set([
  'message',
  'messageExpression',
  'reason',
  'description',
  'variables',
  'auditAnnotations',
]);

/**
 * Why a guard refuses less than before: by its action, or as it is about fewer objects. Of conditions that nobody can compare
 * it tells that they change.
 */
export function loosened(before: PlannedObject, after: PlannedObject): string[] {
  const found = [
    ...actions(before, after),
    ...bindingActions(before, after),
    ...webhooks(before, after),
    ...narrowed(before, after),
  ];
  if (found.length > 0) return found;
  const [was, will] = [conditionsOf(before), conditionsOf(after)];
  // The conditions of a policy are a language of their own.
  const isText = !KINDS.has(after.kind) || /Policy(Binding)?$/.test(after.kind);
  return isText && !same(was, will) && !isOnlyMore(was, will) && !isStricter(was, will)
    ? [`decides otherwise what the cluster admits: look at what changes in it`]
    : [];
}

/** Whether the only differences are actions that become `Deny`. */
function isStricter(was: Value, will: Value, key = ''): boolean {
  if (same(was, will)) return true;
  if (Array.isArray(was) && Array.isArray(will)) {
    return was.length === will.length && was.every((item, index) => isStricter(item, will[index]));
  }
  if (isObject(was) && isObject(will)) {
    return [...new Set([...Object.keys(was), ...Object.keys(will)])].every((name) =>
      isStricter(was[name], will[name], name),
    );
  }
  return key === 'action' && /^deny$/i.test(`${will}`);
}

/**
 * Variables are names for parts of conditions: what they hold changes with what there is. Actions and selectors are
 * compared by their strength.
 */
function conditionsOf({ body }: PlannedObject): Value {
  return without(body.spec, 'spec');
}

/** What a policy is about. */
const MATCHES = ['matchConstraints', 'matchResources', 'matchConditions', 'match', 'exclude'].map(
  (name) => `spec.${name}`,
);
const COMPARED = new Set([...ACTIONS.map(({ path }) => path), 'spec.validationActions', ...MATCHES]);

function without(value: Value, path: string): Value {
  if (Array.isArray(value)) return value.map((item) => without(item, path));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !WORDS.has(key) && !COMPARED.has(`${path}.${key}`))
      .map(([key, part]) => [key, without(part, `${path}.${key}`)]),
  );
}

function actions({ body: before }: PlannedObject, { body: after }: PlannedObject): string[] {
  return ACTIONS.flatMap(({ path, order, absent }) => {
    const [was, will] = [at(before, path) ?? absent, at(after, path) ?? absent];
    const rank = (value: Value) => {
      const index = order.findIndex((word) => word.toLowerCase() === `${value}`.toLowerCase());
      return value instanceof Mark || index < 0 ? order.length : index;
    };
    if (at(before, path) === undefined && at(after, path) === undefined) return [];
    return rank(will) > rank(was) ? [`refuses less: ${path.slice(5)} ${text(was)} → ${text(will)}`] : [];
  });
}

function bindingActions({ body: before }: PlannedObject, { body: after }: PlannedObject): string[] {
  const denies = (body: Value) => texts(at(body, 'spec.validationActions')).includes('Deny');
  return denies(before) && !denies(after)
    ? [
        `no longer refuses: validationActions ${texts(at(before, 'spec.validationActions')).join(', ')} → ${texts(at(after, 'spec.validationActions')).join(', ') || 'none'}`,
      ]
    : [];
}

/** What a webhook is asked, and what happens when it does not answer. */
function webhooks({ body: before }: PlannedObject, { body: after }: PlannedObject): string[] {
  const named = (body: Value) =>
    new Map(list(at(body, 'webhooks')).map((hook) => [`${at(hook, 'name')}`, hook]));
  const will = named(after);
  return [...named(before)].flatMap(([name, hook]) => {
    const now = will.get(name);
    if (!now) return [`no longer asks ${name}`];
    const fails = (one: Value) => (at(one, 'failurePolicy') ?? 'Fail') === 'Fail';
    return [
      ...(fails(hook) && !fails(now)
        ? [`admits what ${name} does not answer to: failurePolicy Fail → Ignore`]
        : []),
      ...(service(hook) !== service(now) ? [`asks ${service(now)} in place of ${service(hook)}`] : []),
      ...((at(hook, 'matchPolicy') ?? 'Equivalent') === 'Equivalent' && at(now, 'matchPolicy') === 'Exact'
        ? [`asks ${name} only about objects in the versions that it names: matchPolicy Exact`]
        : []),
      ...(isFewer(hook, now, ['rules', 'namespaceSelector', 'objectSelector', 'matchConditions'])
        ? [`asks ${name} about other objects than before`]
        : []),
    ];
  });
}

/** Who answers for a webhook. */
function service(hook: Value): string {
  const [name, namespace] = ['name', 'namespace'].map((key) => at(hook, `clientConfig.service.${key}`));
  const url = at(hook, 'clientConfig.url');
  return name === undefined ? text(url) : `${text(namespace)}/${text(name)}`;
}

/** About fewer objects than before: constraints, selectors and conditions that are added. */
function narrowed({ body: before }: PlannedObject, { body: after }: PlannedObject): string[] {
  return MATCHES.filter((path) => !isWider(at(before, path), at(after, path), path.slice(5))).map(
    (path) => `is about other objects than before (${path.slice(5)})`,
  );
}

function isFewer(before: Value, after: Value, keys: readonly string[]): boolean {
  return keys.some((key) => !isWider(at(before, key), at(after, key), key));
}

const SELECTORS = ['namespaceSelector', 'objectSelector'];
/** Each of these takes something out of what is matched. */
const LESS = ['matchConditions', 'exclude', 'excludedNamespaces', 'excludeResourceRules'];

/** Whether what was matched still is. A selector chooses less with each label. */
function isWider(was: Value, will: Value, key = ''): boolean {
  if (same(was, will)) return true;
  if (SELECTORS.includes(key)) return chooses(will ?? {}, was ?? {});
  if (LESS.includes(key)) return isOnlyMore(will ?? (Array.isArray(was) ? [] : {}), was);
  const hasSelectors = (value: Value) => isObject(value) && SELECTORS.some((name) => name in value);
  if (hasSelectors(was) || hasSelectors(will)) {
    const rest = (value: Value) =>
      isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !SELECTORS.includes(name)))
        : {};
    return (
      SELECTORS.every((name) => isWider(at(was, name), at(will, name), name)) &&
      isOnlyMore(rest(was), rest(will))
    );
  }
  return isOnlyMore(was, will);
}

/** Whether a list, or the lists in it, only got items: more is looked at, and nothing less. */
function isOnlyMore(was: Value, will: Value): boolean {
  if (same(was, will)) return true;
  if (Array.isArray(was) && Array.isArray(will)) {
    return was.every((item) => will.some((other) => isOnlyMore(item, other)));
  }
  if (!isObject(was) || !isObject(will)) return false;
  const keys = new Set([...Object.keys(was), ...Object.keys(will)]);
  // Only of what is matched, and refused, more is more.
  return [...keys].every(
    (key) =>
      same(was[key], will[key]) ||
      (LESS.includes(key) && isOnlyMore(will[key] ?? [], was[key] ?? [])) ||
      (MORE.has(key) && isOnlyMore(was[key] ?? [], will[key])),
  );
}

const MORE = new Set([
  ...['rules', 'resourceRules', 'validations', 'operations', 'resources', 'apiGroups', 'apiVersions'],
  ...['matchConstraints', 'match', 'kinds', 'any'],
]);

function text(value: Value): string {
  return value instanceof Mark ? value.text : `${value ?? 'none'}`;
}
