import { accountStack, BACKUPS_STACK } from '../stacks/names';
import type { SynthesizedStack } from './synthesized-stack';

/** What the AWS provider says, and AWS, when the credentials may not go on to the stack's role. */
export const REFUSED_ROLE = /Cannot assume IAM Role|not authorized to perform: sts:AssumeRole/i;

/** Says whose credentials a stack needs, when these can't assume its role. */
export function refusedRole({ name, roleArn, account }: SynthesizedStack): string {
  const first = `the credentials may not assume ${roleArn ?? `a role in account ${account}`}`;
  const byAdministrator = name === BACKUPS_STACK || name.startsWith(accountStack(''));
  const instead = byAdministrator
    ? 'use those of somebody whom that role trusts, and who has shown a second factor if it asks for one'
    : `use those of the tooling account, and deploy the roles by "npx cdktf deploy '${accountStack('*')}'"`;
  return `${first}: ${instead}. The role that AWS Organizations makes, OrganizationAccountAccessRole, trusts the management account alone: docs/operating/accounts.md, "A way into each account"`;
}
