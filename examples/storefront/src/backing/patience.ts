import { backOff } from 'exponential-backoff';
import pg from 'pg';

export interface Patience {
  readonly tries: number;
  readonly failed?: (message: string) => void;
}

/** Tries again at growing intervals that differ between pods, so that they do not all come back at once. */
export function patiently<T>(work: () => Promise<T>, { tries, failed }: Patience): Promise<T> {
  return backOff(work, {
    numOfAttempts: tries,
    startingDelay: 100,
    maxDelay: 10_000,
    jitter: 'full',
    retry: (error: Error) => {
      failed?.(error.message);
      // What the server itself has said, it would say again.
      return !(error instanceof pg.DatabaseError) || UNAVAILABLE.test(error.code ?? '');
    },
  });
}

/** Classes of codes: connection failed, shutting down, starting. Source: PostgreSQL, "Appendix A. PostgreSQL Error Codes". */
const UNAVAILABLE = /^(08|57P0[123])/;
