import type { Change } from '../change';
import type { Rule } from '../finding';
import { broad } from '../policy/broad';
import { statements } from '../policy/statement';
import { type AllowedAccess, lostDenials, newGrants } from '../policy/widened';
import { Mark } from '../value';

const PATH = 'assume_role_policy';

export const trustLoosened: Rule = {
  id: 'trust-loosened',
  kind: 'exposure',
  finds: 'a role can be assumed by more than before, on fewer conditions, or by everybody',
  judge: (change) => {
    if (change.type !== 'aws_iam_role' || change.action === 'delete' || !change.changes(PATH))
      return undefined;
    const [before, after] = [statements(change.was(PATH)), statements(change.will(PATH))];
    if (!before || !after) return `its trust policy is ${Mark.unknown.text}, so that nobody can judge it`;
    const found = newGrants(before, after).flatMap((grant) => dangers(grant, change));
    const denials = lostDenials(before, after).map(
      ({ principals }) => `no longer refuses ${principals.join(', ')}`,
    );
    return [...found, ...denials];
  },
};

function dangers(grant: AllowedAccess, change: Change): string[] {
  const { principal, conditions } = grant;
  const who = principal.replace(/^\w+:/, '');
  const why = broad(grant) ?? looseSubject(grant);
  if (why) return [why];
  if (!change.stays) return [];
  const when = [...conditions].map(([name, values]) => `${name} ${values.join(' or ')}`).join(', ');
  return [`can now be assumed by ${who} ${when ? `when ${when}` : 'without a condition'}`];
}

/**
 * Anybody can get an identity from a public OIDC provider: GitHub's signs tokens for all of GitHub.
 * Source: IAM User Guide, "Create a role for OpenID Connect federation".
 */
function looseSubject({ principal, conditions }: AllowedAccess): string | undefined {
  if (!principal.startsWith('Federated:') || !/oidc-provider|^Federated:[\w.-]+$/.test(principal))
    return undefined;
  const exact = [...conditions].find(([name]) => /^StringEquals \S+:sub$/.test(name));
  return exact ? undefined : 'trusts identities of a forge without an exact subject (StringEquals on sub)';
}
