import type { Git } from '../../programs/git';
import type { StackRecord } from './schema';

/**
 * The commit after which anything may not be deployed yet. Where the platform was deployed and its services failed, that
 * of the services: what was reviewed for them counts still. Undefined: no deploy of the platform has succeeded.
 */
export async function oldestCommit(
  git: Pick<Git, 'isBefore'>,
  environment: string,
  records: ReadonlyMap<string, StackRecord>,
): Promise<string | undefined> {
  const [platform, services] = [environment, `${environment}-services`].map(
    (stack) => records.get(stack)?.deployed?.commit,
  );
  if (platform === undefined || services === undefined) return platform;
  return (await git.isBefore(services, platform)) ? services : platform;
}
