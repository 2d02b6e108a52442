import type { Project } from '../../parameters/project';
import { arn } from './arn';

type Names = Pick<Project, 'name' | 'region' | 'deployRole'>;

/**
 * Names of the roles and the boundary that the `account-<environment>` stack makes. All but the first begin with the
 * platform's name, which no other name in an environment does.
 */
export function accountNames({ name, deployRole }: Pick<Project, 'name' | 'deployRole'>) {
  return {
    deploy: deployRole,
    plan: `${name}-plan`,
    drift: `${name}-drift`,
    preview: `${name}-preview`,
    secrets: `${name}-secrets`,
    view: `${name}-view`,
    breakGlass: `${name}-break-glass`,
    session: `${name}-session`,
    boundary: `${name}-boundary`,
    previewBoundary: `${name}-preview-boundary`,
  };
}

/** Names of the roles in the tooling account that the forge's workflows assume. */
export function toolingNames({ name }: Pick<Project, 'name'>) {
  return {
    deploy: (environment: string) => `${name}-deploy-${environment}`,
    plan: `${name}-plan`,
    drift: `${name}-drift`,
    preview: `${name}-preview`,
    push: `${name}-push`,
    pushOf: (service: string) => `${name}-push-${service}`,
  };
}

export function roleArn({ region }: Pick<Project, 'region'>, account: string, role: string): string {
  return arn({ region, account }, 'iam', `role/${role}`);
}

/** ARN of the boundary that every role of an environment has to carry. */
export function boundaryArn(project: Names, account: string): string {
  return arn({ region: project.region, account }, 'iam', `policy/${accountNames(project).boundary}`);
}

/** The same for the roles of a preview: a boundary that lists what they may do. */
export function previewBoundaryArn(project: Names, account: string): string {
  return arn({ region: project.region, account }, 'iam', `policy/${accountNames(project).previewBoundary}`);
}

/** The allowed values of `PLATFORM_ROLE`. */
const READERS = ['plan', 'drift'] as const;

type Role = (project: Names, account: string, env?: NodeJS.ProcessEnv) => string;

/**
 * ARN of the role that an environment's providers assume. The default is the deploy role. `PLATFORM_ROLE` selects a role
 * that only reads: `plan`, which can't read or refresh secrets, or `drift`, which can.
 * @throws Error on any other value of `PLATFORM_ROLE`.
 */
export const providerRole: Role = (project, account, env = process.env) =>
  roleArn(project, account, accountNames(project)[reader(env) ?? 'deploy']);

/** The same for a preview, which is deployed with a role of its own. */
export const previewProviderRole: Role = (project, account, env = process.env) =>
  roleArn(project, account, accountNames(project)[reader(env) ?? 'preview']);

function reader({ PLATFORM_ROLE: wanted }: NodeJS.ProcessEnv): (typeof READERS)[number] | undefined {
  const found = READERS.find((known) => known === wanted);
  if (found || !wanted) return found;
  throw new Error(`PLATFORM_ROLE: got "${wanted}"; allowed: ${READERS.join(', ')}, or nothing`);
}
