import { isPermissionSet, isRole, isUser, type Person } from '../../parameters/people';
import { ParameterError } from '../../problems/problem';
import { anyAccountArn, arn } from '../core/arn';
import { policy, type Statement } from '../core/policy';

export interface Callers {
  /** ARN of the one role in the tooling account that goes on to this one. Undefined: people alone take it. */
  readonly counterpart?: string;
  readonly people: readonly People[];
}

/** People of a kind, and where they may hold their permission sets. */
export interface People {
  /** What they are, in the ids of statements, such as `Administrators`. */
  readonly who: string;
  readonly members: readonly Person[];
  /** In which they sign in by Identity Center. */
  readonly accounts: readonly string[];
  readonly region: string;
}

/** Source: IAM User Guide, "IAM and AWS STS quotas", role trust policy length: the default of new accounts. */
const MOST_CHARACTERS = 2048;

/**
 * The trust policy of a role in an environment's account. Roles and users are named: if it named a whole account without
 * a condition, that account's policies would decide who may assume the role.
 * @throws ParameterError when it is longer than IAM takes.
 */
export function trustPolicy(callers: Callers): string {
  const document = policy(...callerTrust(callers));
  if (document.length <= MOST_CHARACTERS) return document;
  const lists = callers.people.map(({ who }) => who.toLowerCase()).join(' and ');
  throw new ParameterError([
    {
      file: 'platform.json',
      path: '',
      got: `${lists} who take a trust policy of ${document.length} characters`,
      allowed: `${MOST_CHARACTERS}, as IAM takes no more: let people share a permission set or a role`,
    },
  ]);
}

function callerTrust({ counterpart, people }: Callers): Statement[] {
  const forge: Statement[] = counterpart
    ? [{ Sid: 'ItsCounterpart', Principal: { AWS: counterpart }, Action: 'sts:AssumeRole' }]
    : [];
  return [...forge, ...people.flatMap(peopleTrust)];
}

function peopleTrust({ who, members, accounts, region }: People): Statement[] {
  const statements: readonly (Statement | undefined)[] = [
    withMfa(`${who}WithMfa`, members.filter(isUser)),
    byRole(`${who}ByRole`, members.filter(isRole)),
    byIdentityCenter(
      `${who}ByIdentityCenter`,
      members.filter(isPermissionSet).map(({ permissionSet }) => permissionSet),
      accounts,
      region,
    ),
  ];
  return statements.filter((statement) => statement !== undefined);
}

/** Users who have shown a second factor. */
function withMfa(Sid: string, users: readonly string[]): Statement | undefined {
  if (users.length === 0) return undefined;
  return {
    Sid,
    Principal: { AWS: users },
    Action: 'sts:AssumeRole',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  };
}

/** Whoever signs in to such a role has shown a second factor there: the role's session does not tell. */
function byRole(Sid: string, roles: readonly string[]): Statement | undefined {
  return roles.length === 0 ? undefined : { Sid, Principal: { AWS: roles }, Action: 'sts:AssumeRole' };
}

/**
 * The roles that Identity Center makes for permission sets. Their names end with sixteen characters of its choice, which
 * are others when it makes a role again, so a pattern names them; a principal takes no pattern. The path has the region
 * of Identity Center, but for us-east-1.
 * Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS, and AWS KMS".
 */
function byIdentityCenter(
  Sid: string,
  permissionSets: readonly string[],
  accounts: readonly string[],
  region: string,
): Statement | undefined {
  if (permissionSets.length === 0) return undefined;
  const inAccount = (account: string) => arn({ region, account }, 'iam', 'root');
  return {
    Sid,
    Principal: { AWS: accounts.map(inAccount) },
    Action: 'sts:AssumeRole',
    Condition: {
      ArnLike: {
        'aws:PrincipalArn': permissionSets.flatMap((name) =>
          ['', '*/'].map((regionPath) =>
            anyAccountArn(
              region,
              'iam',
              `role/aws-reserved/sso.amazonaws.com/${regionPath}AWSReservedSSO_${name}_${'?'.repeat(16)}`,
            ),
          ),
        ),
      },
    },
  };
}
