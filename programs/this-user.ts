import { hostname, userInfo } from 'node:os';

/**
 * Who runs this, and where. In a container the uid often has no name: then it is the shell's USER, or the uid itself.
 */
export function thisUser(env: NodeJS.ProcessEnv = process.env): string {
  return `${userName(env)}@${hostname()}`;
}

/** @param env Where the shell says who somebody is. */
export function userName(env: NodeJS.ProcessEnv = process.env): string {
  return systemName() ?? (env.USER || `uid-${process.getuid?.()}`);
}

/** As Terraform writes it into its locks: without a name in the system and in the shell it leaves it out. */
export function lockHolder(env: NodeJS.ProcessEnv = process.env): string {
  return `${systemName() ?? (env.HOME && env.USER ? env.USER : '')}@${hostname()}`;
}

/** Undefined for a uid that the system has no name for. */
function systemName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
