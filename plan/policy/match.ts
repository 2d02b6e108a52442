const expressions = new Map<string, RegExp>();

/** Whether a pattern of a policy, in which `*` and `?` stand for others, takes all that another pattern takes. */
export function matches(pattern: string, value: string): boolean {
  if (pattern === value || pattern === '*') return true;
  if (!/[*?]/.test(pattern)) return false;
  return expressionOf(pattern).test(value);
}

/** Made once: a policy is asked many times. */
function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const expression = pattern
    .split('')
    .map((character) => {
      if (character === '*') return '.*';
      // A star may stand for nothing, and a question mark for no star.
      return character === '?' ? '[^*]' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
    })
    .join('');
  const made = new RegExp(`^${expression}$`, 's');
  expressions.set(pattern, made);
  return made;
}
