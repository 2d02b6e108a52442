import type { Change } from '../change';
import { expanded } from '../expanded';
import type { Plan } from '../plan';
import { at, list, Mark, texts, type Value } from '../value';
import { elsewhere } from './moved';
import { withKnown } from './same-statement';
import { isPolicy, type PolicyStatement, statements } from './statement';

/** A policy of a resource, before and after a change. */
export interface Standing {
  readonly before: readonly PolicyStatement[];
  readonly after: readonly PolicyStatement[];
  /** Why it can't be judged. */
  readonly unread?: string;
}

/** Trust policies have a rule of their own. */
export const TRUST = 'assume_role_policy';
/** Attributes that hold a policy where its text is not known. A text that is known tells by itself. */
const NAMES =
  /^(policy|policies|access_polic(y|ies)|resource_policy|policy_document|policy_text|inline_policy)(\.\d+\.policy)?$/;

/** All policies of a resource that a change touches, wherever they stand. */
export function policiesOf(change: Change, plan: Plan): Standing[] {
  const paths = change.paths(
    (value, path) => path !== TRUST && (isPolicy(value) || (value instanceof Mark && NAMES.test(path))),
  );
  return [
    ...paths.filter((path) => change.changes(path)).flatMap((path) => standing(change, path, plan)),
    ...asPolicies(change),
  ];
}

export function standing(change: Change, path: string, plan: Plan): Standing[] {
  const [was, will] = [change.was(path), change.will(path)];
  const others = path === TRUST ? [] : elsewhere(change, path, plan);
  const before = change.action === 'create' ? others : statements(was);
  const after = change.action === 'delete' ? others : statements(will);
  if (before && after) return [{ before, after: withKnown(after, before, plan) }];
  // Without a text of its own the policy is AWS's default.
  if (change.action !== 'update' && will === Mark.unknown && !change.writes(path)) return [];
  return [{ before: before ?? [], after: after ?? [], unread: unread(will) ?? unread(was) ?? 'no policy' }];
}

function unread(value: Value): string | undefined {
  return value instanceof Mark ? value.text : statements(value) ? undefined : 'not to be read';
}

/** What says in attributes of its own what a policy would say. */
function asPolicies(change: Change): Standing[] {
  const as = AS_POLICIES[change.type];
  if (!as) return [];
  const side = (read: (path: string) => Value, isThere: boolean) => (isThere ? [as(read)].flat() : []);
  return [
    {
      before: side((path) => change.was(path), change.action !== 'create'),
      after: side((path) => change.text(path), change.action !== 'delete'),
    },
  ];
}

type AsPolicy = (read: (path: string) => Value) => PolicyStatement | readonly PolicyStatement[];

const allow = (
  principals: readonly string[],
  actions: readonly string[],
  conditions: readonly (readonly [string, readonly string[]])[],
): PolicyStatement => ({
  effect: 'Allow',
  principals,
  actions: actions.map((action) => action.toLowerCase()).sort(),
  resources: [],
  conditions: new Map(conditions.filter(([, values]) => values.length > 0)),
  inverted: [],
});

const text = (value: Value) =>
  value instanceof Mark ? `(${value.text})` : typeof value === 'string' ? value : '';

const AS_POLICIES: Readonly<Record<string, AsPolicy>> = {
  aws_lambda_permission: (read) =>
    allow(
      [caller(text(read('principal')))],
      [text(read('action'))],
      [
        ['ArnLike aws:sourcearn', given(read('source_arn'))],
        ['StringEquals aws:sourceaccount', given(read('source_account'))],
        ['StringEquals aws:principalorgid', given(read('principal_org_id'))],
      ],
    ),
  aws_lambda_layer_version_permission: (read) =>
    allow(
      [caller(text(read('principal')))],
      [text(read('action'))],
      [['StringEquals aws:principalorgid', given(read('organization_id'))]],
    ),
  aws_cloudwatch_event_permission: (read) =>
    allow(
      [caller(text(read('principal')))],
      [text(read('action')) || 'events:PutEvents'],
      list(read('condition')).map((one) => [
        `${text(at(one, 'type'))} ${text(at(one, 'key')).toLowerCase()}`,
        given(at(one, 'value')),
      ]),
    ),
  aws_opensearchserverless_access_policy: (read) =>
    list(expanded(text(read('policy')))).flatMap((part) =>
      list(at(part, 'Rules')).map((rule) => ({
        ...allow(texts(at(part, 'Principal')).map(caller), texts(at(rule, 'Permission')), []),
        resources: texts(at(rule, 'Resource')),
      })),
    ),
  aws_kms_grant: (read) =>
    allow(
      [caller(text(read('grantee_principal')))],
      texts(read('operations')).map((operation) => `kms:${operation}`),
      list(read('constraints')).flatMap((constraint) =>
        constraint === undefined
          ? []
          : [['StringEquals kms:encryptioncontext', [JSON.stringify(constraint)]] as const],
      ),
    ),
};

/** What is known only after apply is something all the same: an ARN of what the stack makes. */
function given(value: Value): string[] {
  const found = text(value);
  return found ? [found] : [];
}

function caller(name: string): string {
  if (name === '*' || name === '') return '*';
  if (/^\d{12}$/.test(name)) return `AWS:arn:aws:iam::${name}:root`;
  return /\.amazonaws\.com(\.cn)?$/.test(name) ? `Service:${name}` : `AWS:${name}`;
}
