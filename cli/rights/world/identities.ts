import { type PolicyStatement, statements } from '../../../plan/policy/statement';
import { managedPolicy } from './managed-policies';
import type { References, Resource } from './references';

/** A role of a stack, with all that says what it may do and who may take it. */
export interface IamRole {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  readonly stack: string;
  readonly description: string;
  readonly trust: readonly PolicyStatement[];
  readonly policies: readonly PolicyStatement[];
  /** ARNs of its managed policies. */
  readonly managed: readonly string[];
  /** ARN of the most that it can do. */
  readonly boundary?: string;
}

/** Policies by their ARNs: those that stacks make. */
export type Policies = ReadonlyMap<string, readonly PolicyStatement[]>;

export function readPolicies(references: References): Policies {
  return new Map(
    references
      .all('aws_iam_policy')
      .map((policy) => [references.arn(policy), parsed(policy.attributes.policy)]),
  );
}

/** Reads the roles of all stacks. */
export function readRoles(references: References, policies: Policies, reading: readonly string[]): IamRole[] {
  const attached = [...attachments(references)];
  return references.all('aws_iam_role').map((role) => {
    const arn = references.arn(role);
    const { name, description, assume_role_policy, permissions_boundary } = role.attributes;
    const own = references.all('aws_iam_role_policy').filter((inline) => isOf(role, inline, 'role'));
    const managed = attached.filter(({ of, by }) => isOf(role, of, by)).flatMap(({ arns }) => arns);
    return {
      arn,
      account: role.account,
      name: String(name),
      stack: role.stack,
      description: String(description ?? ''),
      trust: parsed(assume_role_policy),
      managed,
      policies: [
        ...own.flatMap(({ attributes }) => parsed(attributes.policy)),
        ...managed.flatMap((policy) => policies.get(policy) ?? managedPolicy(policy, reading)),
      ],
      boundary: permissions_boundary === undefined ? undefined : String(permissions_boundary),
    };
  });
}

function* attachments(references: References) {
  for (const of of references.all('aws_iam_role_policy_attachment')) {
    yield { of, by: 'role', arns: [String(of.attributes.policy_arn)] };
  }
  for (const of of references.all('aws_iam_role_policy_attachments_exclusive')) {
    yield { of, by: 'role_name', arns: of.attributes.policy_arns as string[] };
  }
}

function isOf(role: Resource, other: Resource, attribute: string): boolean {
  return other.account === role.account && other.attributes[attribute] === role.attributes.name;
}

/** @throws Error when it can't be read: what it says would be left out. */
export function parsed(document: unknown): PolicyStatement[] {
  const found = statements(String(document ?? ''));
  if (found === undefined) throw new Error(`not a policy document: ${String(document)}`);
  return found;
}
