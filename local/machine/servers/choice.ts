import { Failure } from '../../../console/failure';

/**
 * Whether no real servers stand behind the emulated databases and caches, by the user's choice.
 * @param env `PLATFORM_SERVERS=simulated` starts none.
 * @throws Failure for another value than `simulated` and `real`.
 */
export function areSimulated(env: NodeJS.ProcessEnv = process.env): boolean {
  const asked = env.PLATFORM_SERVERS;
  if (asked && asked !== 'simulated' && asked !== 'real')
    throw new Failure(`PLATFORM_SERVERS: got ${asked}; allowed: real, simulated, or nothing`);
  return asked === 'simulated';
}
