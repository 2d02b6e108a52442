import type { Project } from '../../parameters/project';

/**
 * Names of what decides who may do what in an environment's account, made by its `account-<environment>` stack. All
 * but the first begin with the platform's name, which no name in an environment does.
 */
export function accountNames({ name, deployRole }: Pick<Project, 'name' | 'deployRole'>) {
  return {
    deploy: deployRole,
    plan: `${name}-plan`,
    drift: `${name}-drift`,
    preview: `${name}-preview`,
    breakGlass: `${name}-break-glass`,
    boundary: `${name}-boundary`,
  };
}

/** Names of the roles in the tooling account that the forge's workflows take. */
export function toolingNames({ name }: Pick<Project, 'name'>) {
  return {
    deploy: (environment: string) => `${name}-deploy-${environment}`,
    plan: `${name}-plan`,
    drift: `${name}-drift`,
    preview: `${name}-preview`,
    push: `${name}-push`,
  };
}

export function roleArn(account: string, role: string): string {
  return `arn:aws:iam::${account}:role/${role}`;
}

/** Without this boundary no role of an environment can be made. */
export function boundaryArn(project: Pick<Project, 'name' | 'deployRole'>, account: string): string {
  return `arn:aws:iam::${account}:policy/${accountNames(project).boundary}`;
}

/** What `PLATFORM_ROLE` may ask for. */
const READERS = ['plan', 'drift'] as const;

type Role = (
  project: Pick<Project, 'name' | 'deployRole'>,
  account: string,
  env?: NodeJS.ProcessEnv,
) => string;

/**
 * ARN of the role that an environment's providers take: the one that deploys. `PLATFORM_ROLE` names another for those
 * who only look: `plan`, which can't read secrets and so can't refresh what holds one, or `drift`, which can.
 * @throws Error on any other value of it.
 */
export const providerRole: Role = (project, account, env = process.env) =>
  roleArn(account, accountNames(project)[reader(env) ?? 'deploy']);

/** The same for a preview, which has a role of its own to be made by. */
export const previewProviderRole: Role = (project, account, env = process.env) =>
  roleArn(account, accountNames(project)[reader(env) ?? 'preview']);

function reader({ PLATFORM_ROLE: wanted }: NodeJS.ProcessEnv): (typeof READERS)[number] | undefined {
  const found = READERS.find((known) => known === wanted);
  if (found || !wanted) return found;
  throw new Error(`PLATFORM_ROLE: got "${wanted}"; allowed: ${READERS.join(', ')}, or nothing`);
}
