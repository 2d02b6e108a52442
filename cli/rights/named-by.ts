import { matches } from '../../plan/policy/match';
import type { Principal } from './access';

/**
 * Resources that a caller's policies name for an action, one for each pattern: `dev-*` stands for `dev-any`.
 * @param any what a star alone stands for.
 */
export function namedBy({ policies }: Principal, action: string, any = '*'): string[] {
  const found = policies
    .filter(({ effect, inverted }) => effect === 'Allow' && !inverted.includes('NotResource'))
    .filter(({ actions, inverted }) => {
      const has = actions.some((pattern) => matches(pattern, action.toLowerCase()));
      return has !== inverted.includes('NotAction');
    })
    .flatMap(({ resources }) => resources)
    .map((resource) => (resource === '*' ? any : resource.replaceAll('*', 'any')));
  return [...new Set(found)];
}

/** ARN of any role or user of a caller's account. */
export function anyOf({ arn, account }: Principal, kind: 'role' | 'user'): string {
  return `${arn.split(':').slice(0, 2).join(':')}:iam::${account}:${kind}/any`;
}
