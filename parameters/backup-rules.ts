import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import type { Environment } from './environment';
import type { Project } from './project';

/** Copies of backups for which there is no place, and the place for copies where it protects nothing. */
export function checkBackups(
  project: Pick<Project, 'backups' | 'toolingAccount'>,
  environments: readonly Environment[],
): Problem[] {
  return environments.flatMap((environment) => [
    ...checkAccount(project, environment),
    ...checkCopies(project, environment),
  ]);
}

function checkAccount(
  { backups }: Pick<Project, 'backups'>,
  { parameters, document }: Environment,
): Problem[] {
  if (parameters.account !== backups?.account) return [];
  return [
    problemAt(
      document,
      ['account'],
      `"${backups.account}", which is backups.account of platform.json`,
      'an account of its own: whoever may delete what is in one must not reach its copies',
    ),
  ];
}

function checkCopies(
  { backups }: Pick<Project, 'backups'>,
  { parameters, document }: Environment,
): Problem[] {
  const days = parameters.backups?.copyDays;
  if (days === undefined) return [];
  if (!backups) {
    const allowed = 'copies only where "backups" of platform.json names the account that holds them';
    return [problemAt(document, ['backups', 'copyDays'], `${days}`, allowed)];
  }
  const { leastDays, mostDays } = backups;
  if (days >= leastDays && days <= mostDays) return [];
  const allowed = `${leastDays} to ${mostDays}, as leastDays and mostDays of "backups" in platform.json say`;
  return [problemAt(document, ['backups', 'copyDays'], `${days}`, allowed)];
}
