import type { Project } from '../../parameters/project';
import { arn } from '../core/arn';
import { namingOfPlatform, resourceName } from '../core/naming';

type Names = Pick<Project, 'name' | 'region' | 'backups'>;

/** Name of the vault with an environment's backups, in the environment's own account. */
export function ownVault(project: Names, account: string): string {
  return resourceName(namingOfPlatform(project, account), 'vault', 'backups');
}

export function ownVaultArn(project: Names, account: string): string {
  return arn({ region: project.region, account }, 'backup', `backup-vault:${ownVault(project, account)}`);
}

/** Name of the vault with the copies of an environment's backups, in the account for backups. */
export function copyVault(project: Names, account: string, environment: string): string {
  return resourceName(namingOfPlatform(project, account), 'vault', environment);
}

/** Undefined where the environment's backups are not copied. */
export function copyVaultArn(
  project: Names,
  environment: {
    readonly name: string;
    readonly parameters: { readonly backups?: { readonly copyDays?: number } };
  },
): string | undefined {
  const { backups, region } = project;
  if (!backups || environment.parameters.backups?.copyDays === undefined) return undefined;
  const { account } = backups;
  const name = copyVault(project, account, environment.name);
  return arn({ region, account }, 'backup', `backup-vault:${name}`);
}
