import { one, policy, type Resources } from './case';
import { role } from './things';

/** A role with a policy of its own. */
export const rights = (...statements: readonly object[]): Resources => ({
  aws_iam_role: { role },
  ...one('aws_iam_role_policy', {
    name: 'rights',
    role: '${aws_iam_role.role.id}',
    policy: policy(...statements),
  }),
});
