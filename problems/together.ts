import { ParameterError, type Problem } from './problem';

type Results<T extends readonly (() => unknown)[]> = { [K in keyof T]: ReturnType<T[K]> };

/**
 * What several readers of files give, in their order.
 * @throws ParameterError with the faults of all of them, so that nobody mends one file to hear of the next.
 */
export function together<const T extends readonly (() => unknown)[]>(...readers: T): Results<T> {
  const problems: Problem[] = [];
  const results = readers.map((read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  if (problems.length > 0) throw new ParameterError(problems);
  return results as Results<T>;
}
