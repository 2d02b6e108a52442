import type { Git } from '../../programs/git';
import type { StackRecord } from './schema';

/**
 * The older of the commits that the platform and the services of an environment run: what came after it may not be deployed
 * yet. Where the services failed, that is theirs, so that what was reviewed for them still counts. Undefined: no deploy of
 * the platform has succeeded.
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
