/** Whether no real servers stand behind the emulated databases and caches, by the user's choice: `PLATFORM_SERVERS`. */
export function areSimulated(env: NodeJS.ProcessEnv = process.env): boolean {
  return env.PLATFORM_SERVERS === 'simulated';
}
