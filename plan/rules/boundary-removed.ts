import type { Rule } from '../finding';
import { fromTo } from './setting';

const PATH = 'permissions_boundary';

export const boundaryRemoved: Rule = {
  id: 'boundary-removed',
  kind: 'exposure',
  finds: 'a role or user loses its permission boundary, or gets another one',
  judge: (change) => {
    if (!/^aws_iam_(role|user)$/.test(change.type) || !change.stays) return undefined;
    const [was, will] = [change.was(PATH), change.will(PATH)];
    if (!was || !change.changes(PATH)) return undefined;
    return will ? `gets another permission boundary: ${fromTo(was, will)}` : 'loses its permission boundary';
  },
};
