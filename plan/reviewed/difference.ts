/** What is other than what was reviewed, or more. */
export interface Difference {
  readonly stack: string;
  /** Undefined: the stack as a whole. */
  readonly address?: string;
  readonly attribute?: string;
  /** The end of a sentence that begins with these. */
  readonly text: string;
}
