import { isAbout } from './covered';
import type { PolicyStatement } from './statement';

/** What a denial that is gone, or denies less, said. */
export function lostDenial(denial: PolicyStatement, after: readonly PolicyStatement[]): string {
  const isKept = after.some((other) => other.effect === 'Deny' && isAbout(other, denial));
  return isKept ? `denies ${denialOf(denial)} in fewer cases` : `no longer denies ${denialOf(denial)}`;
}

function denialOf({ actions, resources, principals, conditions, inverted }: PolicyStatement): string {
  const some = (values: readonly string[], not: string) =>
    `${inverted.includes(not) ? 'all but ' : ''}${values.join(', ')}`;
  const where =
    resources.length === 0 || resources.includes('*') ? '' : ` on ${some(resources, 'NotResource')}`;
  const who = principals.length > 0 ? ` to ${some(principals, 'NotPrincipal')}` : '';
  const when = [...conditions]
    .map(([name, values]) => `${name.slice(name.indexOf(' ') + 1)} ${values.join(', ')}`)
    .join(', ');
  return `${some(actions, 'NotAction')}${where}${who}${when ? ` when ${when}` : ''}`;
}
