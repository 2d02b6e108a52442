const LOCAL = '127.0.0.1';

/**
 * What keeps requests to this machine away from a proxy: both spellings, as Python reads `no_proxy` first and Go
 * `NO_PROXY`. What either of them had stays.
 */
export function aroundProxy(env: NodeJS.ProcessEnv): {
  readonly NO_PROXY: string;
  readonly no_proxy: string;
} {
  const hosts = [env.NO_PROXY, env.no_proxy].flatMap((list) => (list ?? '').split(/[\s,]+/));
  const list = [...new Set([...hosts, LOCAL])].filter(Boolean).join(',');
  return { NO_PROXY: list, no_proxy: list };
}
