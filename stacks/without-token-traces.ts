/**
 * CDKTF records for each token where in the code it was made. Nobody reads that, and through source maps it takes
 * half of the time of a synth. Errors keep their traces: theirs are only written out when they are shown.
 */
export function withoutTokenTraces<T>(build: () => T): T {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = () => '';
  try {
    return build();
  } finally {
    Error.prepareStackTrace = before;
  }
}
