import type { Fault } from './fault';
import type { SynthesizedStack } from './synthesized-stack';

/** What AWS, Kubernetes and the provider say of something that is there already. */
export const EXISTS = /already ?exists|AlreadyOwnedByYou|\.Duplicate\b/i;

/** Says what to run when something is in the way that Terraform does not know; once for all of it. */
export function alreadyExists(
  { name, account, environment }: SynthesizedStack,
  faults: readonly Fault[],
): string | undefined {
  const existing = faults.filter(({ address, text }) => address && EXISTS.test(text));
  if (existing.length === 0) return undefined;
  const where = account ? ` in account ${account}` : '';
  const one = existing.length === 1;
  return `${one ? 'it is' : 'these are'} there already, and not in the state of ${name}: left by a destroy or a run that was killed, or made by hand. Take ${one ? 'it' : 'them'} over, then deploy again: npm run recover -- ${environment}. Or delete what is not the environment's own${where} (docs/runbooks/recover.md)`;
}
