export interface WithReviews {
  /** What the CLI gets: it does not know the option. */
  readonly args: string[];
  /** Files of reviews, the oldest first. */
  readonly reviewed: string[];
}

const OPTION = '--reviewed';

/** Takes `--reviewed FILE`, which may stand there several times, out of the arguments. */
export function withReviews(given: readonly string[]): WithReviews {
  const isValue = (index: number) => given[index - 1] === OPTION;
  return {
    args: given.filter((arg, index) => arg !== OPTION && !arg.startsWith(`${OPTION}=`) && !isValue(index)),
    reviewed: given.flatMap((arg, index) => {
      if (isValue(index)) return [arg];
      if (arg === OPTION && index + 1 === given.length) return [''];
      return arg.startsWith(`${OPTION}=`) ? [arg.slice(OPTION.length + 1)] : [];
    }),
  };
}
