/** The texts that an option takes, or whole numbers. `unit` begins with a space, unless it is none. */
export type OptionValues = readonly string[] | Range;

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

/** A kind of backing service, as everything that is not AWS sees it. CONTRIBUTING.md says how to add one. */
export interface KindDescription {
  /** Where it is declared: this key of services/backing.ts and of each parameter file. Kinds of servers may share one. */
  readonly section: string;
  /**
   * Of servers in the environment's own network: each engine, with the port where it listens everywhere. A service
   * reaches them by that port, and previews use those of their host. Undefined: an AWS API answers for it, and each
   * preview has one of its own.
   */
  readonly engines?: Readonly<Record<string, number>>;
  /** What else a declaration may say of one: each option with the values that it takes. */
  readonly options?: Readonly<Record<string, OptionValues>>;
  /**
   * Ends of the names of the variables that a service gets for it, by what they hold. With a `password`, the
   * parameter files can rotate it.
   */
  readonly variables: Readonly<Record<string, string>>;
  /** Which of those that one service binds have their own name in front, `ORDERS_DATABASE_URL`. */
  readonly ownName: 'all' | 'all but the first';
}

/** What an option takes, in words. */
export function allowedOf(values: OptionValues): string {
  return 'from' in values ? `${values.from} to ${values.to}${values.unit}` : values.join(', ');
}
