import { may } from '../access';
import { ownActor, trustedUsers, userActor } from '../actors';
import type { Edge } from '../edge';
import { anyOf, namedBy } from '../named-by';

const SIGN_IN = ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'];
const GIVE = ['iam:AddUserToGroup', 'iam:AttachUserPolicy', 'iam:PutUserPolicy'];

/** Signs in as a user whom roles trust, or makes a user. */
export const user: Edge = {
  actions: [...SIGN_IN, ...GIVE, 'iam:CreateUser'],
  source: 'pathfinding.cloud',
  catalogue: [
    'iam-002',
    'iam-003',
    'iam-004',
    'iam-006',
    'iam-007',
    'iam-008',
    'iam-010',
    'iam-011',
    'iam-013',
    'iam-015',
    'iam-018',
  ],
  *steps({ caller }, world) {
    if (caller === undefined) return;
    const { account } = caller;
    const does = (actions: readonly string[], resource: string) =>
      actions.some((action) => may(caller, { action, resource, account }));
    for (const arn of trustedUsers(world)) {
      if (arn.split(':')[4] !== account || !does(SIGN_IN, arn)) continue;
      yield { to: userActor(arn), how: 'makes keys or a password for' };
    }
    const made = namedBy(caller, 'iam:CreateUser', anyOf(caller, 'user'))
      .filter((arn) => arn.includes(':user/'))
      .find((arn) => [['iam:CreateUser'], GIVE, SIGN_IN].every((actions) => does(actions, arn)));
    if (made) yield { to: ownActor(world, made, account, undefined), how: 'makes' };
  },
};
