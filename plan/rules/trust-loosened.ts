import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { isForeign } from '../policy/accounts';
import { broad } from '../policy/broad';
import { standing, TRUST } from '../policy/stands';
import { accountIn, accountsOf } from '../policy/strength';
import { type AllowedAccess, changeOf } from '../policy/widened';
import { Mark } from '../value';

export const trustLoosened: Rule = {
  id: 'trust-loosened',
  kind: 'exposure',
  finds:
    'a role can be assumed by more than before, on fewer conditions, for longer, by another account or by everybody',
  judge: (change, plan) =>
    change.goes || !change.type.startsWith('aws_') ? undefined : allOf(trust(change, plan), session(change)),
};

function trust(change: Change, plan: Plan): string[] {
  if (change.type !== 'aws_iam_role' || !change.changes(TRUST)) return [];
  return standing(change, TRUST, plan)
    .flatMap(({ before, after, unread }) => {
      if (unread) return [`its trust policy is ${unread}, so that nobody can judge it`];
      const difference = changeOf(before, after);
      if (typeof difference === 'string') return [`its trust policy can't be compared: ${difference}`];
      return [
        ...difference.grants.flatMap((grant) => dangers(grant, change, plan)),
        ...difference.denials.map(({ principals }) => `no longer refuses ${principals.join(', ')}`),
      ];
    })
    .sort();
}

function dangers(grant: AllowedAccess, change: Change, plan: Plan): string[] {
  const { principal, conditions } = grant;
  const who = principal.replace(/^\w+:/, '');
  const why = broad(grant) ?? looseSubject(grant);
  if (why) return [why];
  if (!change.stays && !isStranger(grant, change, plan)) return [];
  const when = [...conditions].map(([name, values]) => `${name} ${values.join(' or ')}`).join(', ');
  return [`can now be assumed by ${who} ${when ? `when ${when}` : 'without a condition'}`];
}

/** Of a new role: the accounts of the platform trust one another. */
function isStranger({ principal, conditions }: AllowedAccess, change: Change, plan: Plan): boolean {
  const isOurs = (name: string) =>
    !isForeign(name, change, plan) || plan.accounts.platform.includes(accountIn(name) ?? '');
  if (principal.startsWith('AWS:')) return !isOurs(principal.slice('AWS:'.length));
  const [federated] = /(?<=^Federated:)arn:.*/.exec(principal) ?? [];
  if (federated !== undefined && plan.accounts.own.length > 0) return !isOurs(federated);
  if (principal !== '*') return false;
  // Everybody of some accounts, or of an organization, whose accounts nobody knows here.
  const accounts = accountsOf(conditions);
  return accounts.length === 0 || !accounts.every(isOurs);
}

/**
 * Anybody can get an identity from a public OIDC provider: GitHub's signs tokens for all of GitHub. An identity pool of
 * Cognito is somebody's own, and named by its audience.
 * Source: IAM User Guide, "Create a role for OpenID Connect federation".
 */
function looseSubject({ principal, conditions }: AllowedAccess): string | undefined {
  if (!principal.startsWith('Federated:') || !/oidc-provider|^Federated:[\w.-]+$/.test(principal)) {
    return undefined;
  }
  const wanted = principal.includes('cognito-identity.') ? 'aud' : 'sub';
  const isExact = [...conditions].some(
    ([name, values]) =>
      (/^StringEquals \S+$/.test(name) ||
        (/^StringLike \S+$/.test(name) && !values.some((value) => /[*?]/.test(value)))) &&
      name.endsWith(`:${wanted}`),
  );
  return isExact
    ? undefined
    : `trusts identities of ${issuer(principal)} without an exact subject (StringEquals on ${wanted})`;
}

function issuer(principal: string): string {
  if (principal.includes('cognito-identity.')) return 'any pool';
  return /oidc\.eks\./.test(principal) ? 'a cluster' : 'a forge';
}

/** How long whoever has a session keeps what the role allows, even when the trust is taken back. */
function session(change: Change): string[] {
  const [was, will] = [change.was('max_session_duration'), change.will('max_session_duration')];
  if (change.stays && change.type === 'aws_ssoadmin_permission_set') return signedIn(change);
  if (!change.stays || change.type !== 'aws_iam_role') return [];
  if (will instanceof Mark || typeof will !== 'number' || will <= Number(was ?? 3600)) return [];
  return [`may be kept for longer at a time: ${hours(Number(was ?? 3600))} → ${hours(will)} h`];
}

/** The same of people. AWS takes an hour where nothing is set. */
function signedIn(change: Change): string[] {
  const [was, will] = [change.was('session_duration'), change.will('session_duration')].map((value) =>
    typeof value === 'string' && value !== '' ? secondsOf(value) : 3600,
  );
  if (was === undefined || (will !== undefined && will <= was)) return [];
  const then = will === undefined ? `${change.will('session_duration')}` : `${hours(will)} h`;
  return [`may be kept for longer at a time: ${hours(was)} → ${then}`];
}

/** Of `PT1H30M`. Undefined: it is another form of ISO 8601. */
function secondsOf(duration: string): number | undefined {
  const parts = /^PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?$/.exec(duration);
  return parts
    ? [3600, 60, 1].reduce((sum, each, index) => sum + each * Number(parts[index + 1] ?? 0), 0)
    : undefined;
}

function hours(seconds: number): number {
  return Math.round(seconds / 360) / 10;
}
