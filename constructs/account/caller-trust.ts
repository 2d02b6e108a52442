import type { Statement } from '../core/policy';

export interface Callers {
  /** ARN of the one role in the tooling account that goes on to this one. Undefined: people alone take it. */
  readonly counterpart?: string;
  /** ARNs of the users who may take it by hand, with MFA. */
  readonly administrators: readonly string[];
}

/**
 * Who may assume a role in an environment's account. Roles and users are named: if the trust named a whole account,
 * that account's policies would decide who may assume the role.
 */
export function callerTrust({ counterpart, administrators }: Callers): Statement[] {
  const forge: Statement[] = counterpart
    ? [{ Sid: 'ItsCounterpart', Principal: { AWS: counterpart }, Action: 'sts:AssumeRole' }]
    : [];
  return [...forge, withMfa(administrators)];
}

/** Users who have shown a second factor. */
export function withMfa(users: readonly string[]): Statement {
  return {
    Sid: 'AdministratorsWithMfa',
    Principal: { AWS: users },
    Action: 'sts:AssumeRole',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  };
}
