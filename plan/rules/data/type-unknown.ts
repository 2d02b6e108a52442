import type { Change } from '../../change';
import type { Rule } from '../../finding';
import { kindOf, nameOfKind } from '../../types/kind-of';

const HAPPENS: Readonly<Record<string, string>> = {
  delete: 'is deleted',
  replace: 'is replaced by a new one',
  forget: 'leaves the state',
};

export const typeUnknown: Rule = {
  id: 'type-unknown',
  kind: 'data',
  finds:
    'something of a type of which nobody has said what it holds is deleted, replaced, or leaves Terraform',
  judge: (change: Change) => {
    if (!Object.hasOwn(HAPPENS, change.action) || change.isPreview || kindOf(change)) return undefined;
    return `${HAPPENS[change.action]}, and nobody has said what a ${nameOfKind(change)} holds: find out, and say so in plan/types/`;
  },
};
