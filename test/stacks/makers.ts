import type { Environment } from '../../parameters/environment';
import { Synthesizer } from '../synthesizer';
import type { Maker } from './missing-rights';

/** The rights of a role that an account's stack makes, whichever role the project deploys by. */
export function rightsOf(
  { project, declared }: Synthesizer,
  of: Environment,
  role: 'deploy' | 'preview',
): string {
  const { account } = new Synthesizer({ ...project, deployRole: 'acme-deploy' }, declared);
  return account(of).resource.aws_iam_role_policy[`${role}_rights`].policy;
}

export const deployer = (policy: string): Maker => ({
  role: 'deploy role',
  policy,
  allow: (service) => `add '${service}' to SERVICES in constructs/account/deploy-rights.ts`,
});
export const previewer = (policy: string): Maker => ({
  role: 'preview role',
  policy,
  allow: (service) =>
    `add the actions of ${service} that make, change and destroy it to NAMED, or to MADE and CHANGED, in constructs/account/preview-rights.ts`,
});
/** By whom the stacks below all environments are deployed: what these roles may do is not ours to say. */
export const administrator: Maker = { role: 'administrator', allow: () => '' };
