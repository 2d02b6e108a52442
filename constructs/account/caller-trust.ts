import type { Statement } from '../core/policy';

export interface Callers {
  /** ARN of the one role in the tooling account that goes on to this one. */
  readonly counterpart: string;
  /** ARNs of the users who may take it by hand, with MFA. */
  readonly administrators: readonly string[];
}

/**
 * Who takes a role in an environment's account. Roles and users by name: an account as a whole would let in whomever
 * its own policies let out.
 */
export function callerTrust({ counterpart, administrators }: Callers): Statement[] {
  return [
    { Sid: 'ItsCounterpart', Principal: { AWS: counterpart }, Action: 'sts:AssumeRole' },
    withMfa(administrators),
  ];
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
