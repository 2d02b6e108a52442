import type { Declared } from '../../declarations/binding';

/** What a new thing takes, before any of it is written. */
export interface NewFiles {
  /** Text of each file that is new or different, by its path. */
  readonly files: ReadonlyMap<string, string>;
  /** What is declared afterwards. */
  readonly declared: Declared;
  /** What to do next, a line each. */
  readonly next: readonly string[];
}

/** The project as it is. */
export interface ProjectFiles {
  readonly declared: Declared;
  /** Names of the environments, those first that others are promoted from. */
  readonly environments: readonly string[];
  /** @throws when there is no such file. */
  text(file: string): string;
}
