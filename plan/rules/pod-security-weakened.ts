import type { Rule } from '../finding';
import { isKind } from '../kubernetes';
import { fromTo } from './setting';

const LABEL = 'pod-security.kubernetes.io/enforce';
/** From weak to strong. Source: Kubernetes, "Pod Security Standards". */
const LEVELS = ['privileged', 'baseline', 'restricted'];

export const podSecurityWeakened: Rule = {
  id: 'pod-security-weakened',
  kind: 'exposure',
  finds: 'a namespace takes pods with more rights than before, or none of the Pod Security Standards',
  judge: (change) => {
    if (!isKind(change, 'namespace', 'labels')) return undefined;
    const [was, will] = [change.was(path(change.type)), change.will(path(change.type))];
    if (change.stays && level(will) < level(was)) return `takes pods with more rights: ${fromTo(was, will)}`;
    return change.action === 'create' && will === 'privileged' ? 'takes pods with every right' : undefined;
  },
};

function path(type: string): string {
  return type.startsWith('kubernetes_labels') ? `labels.${LABEL}` : `metadata.0.labels.${LABEL}`;
}

/** A namespace without the label takes everything. */
function level(value: unknown): number {
  return Math.max(0, LEVELS.indexOf(`${value}`));
}
