/** Whether a pattern of a policy, in which `*` and `?` stand for others, takes all that another pattern takes. */
export function matches(pattern: string, value: string): boolean {
  if (pattern === value) return true;
  const expression = pattern
    .split('')
    .map((character) => {
      if (character === '*') return '.*';
      // A star may stand for nothing, and a question mark for no star.
      return character === '?' ? '[^*]' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
    })
    .join('');
  return new RegExp(`^${expression}$`, 's').test(value);
}
