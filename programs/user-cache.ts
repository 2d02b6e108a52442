import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * What is made once for all checkouts of a user. It may be deleted when nothing of it runs.
 * @returns `PLATFORM_CACHE`, else `platform-local` in `XDG_CACHE_HOME` or `~/.cache`.
 */
export function userCache(env: NodeJS.ProcessEnv = process.env): string {
  if (env.PLATFORM_CACHE) return resolve(env.PLATFORM_CACHE);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'platform-local');
}
