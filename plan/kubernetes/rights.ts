import { at, list, Mark, texts } from '../value';
import { DANGERS, WRITES } from './dangers';
import type { PlannedObject } from './object';

/** One right of a role: one verb on one kind of things. */
interface RoleRight {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  /** Empty: all of them. */
  readonly names: readonly string[];
}

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
