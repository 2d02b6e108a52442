import type { Rule } from '../finding';
import { isGuard, loosened } from '../kubernetes/admission';
import { exempted, leftBy } from '../kubernetes/guarded-namespaces';
import type { PlannedObject } from '../kubernetes/object';
import { isWithNamespace, objectChanges } from '../kubernetes/objects';
import { weakerObjects } from '../kubernetes/settings/object-setting';
import { POD_SECURITY_POLICIES } from '../kubernetes/settings/pod-security-policies';
import { fromTo } from '../setting/shown';
import { at, isObject, Mark, type Value } from '../value';

const LABEL = 'pod-security.kubernetes.io/enforce';
const VERSION = 'pod-security.kubernetes.io/enforce-version';
/** From weak to strong. Source: Kubernetes, "Pod Security Standards". */
const LEVELS = ['privileged', 'baseline', 'restricted'];

export const podSecurityWeakened: Rule = {
  id: 'pod-security-weakened',
  kind: 'exposure',
  finds:
    'a namespace takes pods with more rights than before, or none or an older version of the Pod Security Standards; or a policy or webhook refuses less',
  judge: (change, plan) => [
    ...weakerObjects(change, plan, POD_SECURITY_POLICIES),
    ...objectChanges(change, plan).flatMap(({ before, after }) => {
      // A policy or webhook that goes is what safeguards are judged by.
      if (before && after && isGuard(after)) return loosened(before, after);
      if (after && isGuard(after)) return exempted(after);
      const object = after ?? before;
      if (!object || !['Namespace', 'Labels'].includes(object.kind)) return [];
      // A namespace that is gone takes no pods. Labels that are gone leave it without.
      if (!after && (object.kind === 'Namespace' || isWithNamespace(asNamespaced(object), plan))) return [];
      const [was, will] = [labelOf(before, LABEL), labelOf(after, LABEL)];
      const unseen = before && after ? leftBy(before, after, plan) : [];
      if (before && level(will) < level(was))
        return [`takes pods with more rights: ${fromTo(was, will)}`, ...unseen];
      if (!before) return will === 'privileged' ? ['takes pods with every right'] : [];
      const [old, now] = [labelOf(before, VERSION), labelOf(after, VERSION)];
      return level(was) > 0 && version(now) < version(old)
        ? [`holds pods to an older version of the Pod Security Standards: ${fromTo(old, now)}`, ...unseen]
        : unseen;
    }),
  ],
};

function labelOf(object: PlannedObject | undefined, name: string): Value {
  const path = object?.kind === 'Labels' ? 'labels' : 'metadata.labels';
  const labels = at(object?.body, path);
  if (labels instanceof Mark) return labels;
  return isObject(labels) ? labels[name] : undefined;
}

/** Labels are of the namespace that their own metadata names. */
function asNamespaced(labels: PlannedObject): PlannedObject {
  return { ...labels, namespace: labels.name };
}

/** A namespace without the label takes everything. */
function level(value: Value): number {
  return Math.max(0, LEVELS.indexOf(`${value}`));
}

/** None, and `latest`, are the newest. What nobody can see may be the oldest. */
function version(value: Value): number {
  if (value instanceof Mark) return 0;
  const minor = typeof value === 'string' ? value.match(/^v1\.(\d{1,4})$/)?.[1] : undefined;
  return minor === undefined ? Number.POSITIVE_INFINITY : Number(minor);
}
