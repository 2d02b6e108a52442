import { may } from '../access';
import { roleActor } from '../actors';
import type { Edge } from '../edge';

const CHANGES = [
  'iam:CreateOpenIDConnectProvider',
  'iam:CreateSAMLProvider',
  'iam:UpdateOpenIDConnectProviderThumbprint',
  'iam:UpdateSAMLProvider',
];

/** Says by whose signature others sign in from outside, and so signs in itself. */
export const federation: Edge = {
  actions: CHANGES,
  source: 'IAM User Guide, "Identity providers and federation"',
  *steps({ caller }, world) {
    if (caller === undefined) return;
    const { account } = caller;
    for (const role of world.roles.filter((one) => one.account === account)) {
      const providers = role.trust
        .flatMap(({ principals }) => principals)
        .filter((principal) => principal.startsWith('Federated:arn:'))
        .map((principal) => principal.replace('Federated:', ''));
      const changes = providers.some((resource) =>
        CHANGES.some((action) => may(caller, { action, resource, account })),
      );
      if (changes) yield { to: roleActor(world, role), how: 'changes who signs in as' };
    }
  },
};
