import type { Fault } from './fault';
import type { SynthesizedStack } from './synthesized-stack';

/** What AWS, Kubernetes and the provider say of something that is there already. */
export const EXISTS = /already ?exists|AlreadyOwnedByYou|\.Duplicate\b/i;

/** How many commands are written out. */
const NAMED = 5;

/** The provider's own words: `creating IAM Role (dev-nodes): ...`. For most types the name is what imports it. */
const NAME = /\bcreating [^(\n]*\(([^()\s]+)\)/;
/** Types that are imported by an id that AWS makes. Source: their pages, "Import". */
const BY_ID = /^aws_(security_group|vpc|subnet|route53_zone|kms_key)\./;

/** Says what to run when something is in the way that Terraform does not know; once for all of it. */
export function alreadyExists(
  { name, account }: SynthesizedStack,
  faults: readonly Fault[],
): string | undefined {
  const existing = faults.filter(({ address, text }) => address && EXISTS.test(text));
  if (existing.length === 0) return undefined;
  const commands = existing
    .slice(0, NAMED)
    .map(({ address = '', text }) => {
      const id = BY_ID.test(address) ? undefined : text.match(NAME)?.[1];
      return `npm run adopt -- ${name} ${address} ${id ?? 'ID'}`;
    })
    .join('; ');
  const more = existing.length > NAMED ? ` and ${existing.length - NAMED} more` : '';
  const where = account ? ` in account ${account}` : '';
  return `${existing.length === 1 ? 'it is' : 'these are'} there already, and not in the state of ${name}: left by a destroy or a run that was killed, or made by hand. Take over what is the environment's own, then deploy again: ${commands}${more}. Or delete it${where} (docs/runbooks/already-exists.md)`;
}
