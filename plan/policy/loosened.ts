import type { PolicyCondition } from './condition';
import { isAbout, lacking } from './covered';
import type { PolicyStatement } from './statement';
import { isOneMore } from './strength';
import type { AllowedAccess } from './widened';

/** What was allowed on a condition now is without it, or on a weaker one. */
export function loosened(grant: AllowedAccess, before: readonly PolicyStatement[]): string | undefined {
  const lost = before
    .filter((statement) => statement.effect === 'Allow' && isAbout(statement, grant))
    .map((statement) => lacking(grant, statement));
  if (
    lost.length === 0 ||
    lost.some((conditions) => conditions.every((one) => isOneMore(one, grant.conditions)))
  ) {
    return undefined;
  }
  const [least] = [...lost].sort((a, b) => a.length - b.length || (text(a) < text(b) ? -1 : 1));
  const who = grant.principal && ` to ${grant.principal.replace(/^(AWS|Service|Federated):/, '')}`;
  return `allows ${grant.action}${who} ${least!.map((one) => now(one, grant)).join(' and ')}`;
}

function now({ key, operator, values }: PolicyCondition, { conditions }: AllowedAccess): string {
  const own = [...conditions].filter(([name]) => name.slice(name.indexOf(' ') + 1) === key);
  if (own.length === 0) return `without asking for ${key}`;
  const says = own
    .map(([name, some]) => `${name.slice(0, name.indexOf(' '))} ${some.join(', ')}`)
    .join(' and ');
  return `for more of ${key}: ${operator} ${values.join(', ')} → ${says}`;
}

function text(conditions: readonly PolicyCondition[]): string {
  return conditions.map(({ key, operator }) => `${key} ${operator}`).join();
}
