/**
 * CDKTF records for each token where in the code it was made. Nobody reads that, and it takes most of the time that
 * building the tree takes. Errors about a token then don't say where it was made, so whoever looks for a fault runs
 * without this.
 */
export function withoutTraces<T>(build: () => T): T {
  const before = Error.captureStackTrace;
  Error.captureStackTrace = () => {};
  try {
    return build();
  } finally {
    Error.captureStackTrace = before;
  }
}
