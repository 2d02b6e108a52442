/** A statement of an IAM, bucket or key policy. `Sid` says what the statement is for. */
export interface Statement {
  readonly Sid: string;
  readonly Effect?: 'Allow' | 'Deny';
  readonly Principal?: '*' | Record<string, string | readonly string[]>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Record<string, Record<string, string | readonly string[]>>;
}

/** A policy document as JSON. `Effect` is Allow unless a statement says otherwise. */
export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
  });
}

/** Lets an AWS service assume a role, for resources of this account alone (no confused deputy). */
export function serviceTrust(service: string, account: string): string {
  return policy({
    Sid: 'ServiceOfThisAccount',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  });
}
