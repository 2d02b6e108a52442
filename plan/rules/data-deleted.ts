import type { Rule } from '../finding';
import { heldBy } from './stateful';

export const dataDeleted: Rule = {
  id: 'data-deleted',
  kind: 'data',
  finds: 'something that holds data, keys or records is deleted, or leaves the care of Terraform',
  judge: (change) => {
    const held = heldBy(change.type);
    if (!held || change.isPreview) return undefined;
    if (change.action === 'delete') return `is deleted, and with it ${held}`;
    if (change.action === 'forget') return 'leaves the state: it stays as it is, and nobody looks after it';
    return undefined;
  },
};
