import { hostname, userInfo } from 'node:os';

/** Who runs this, and where: as Terraform writes it into its locks. */
export function thisUser(): string {
  return `${userInfo().username}@${hostname()}`;
}
