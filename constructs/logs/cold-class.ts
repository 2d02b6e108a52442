import type { LogParameters } from '../../parameters/parameters';

/** After which hardly anybody reads a log; S3 moves nothing to STANDARD_IA sooner. */
const WARM_DAYS = 30;

/**
 * Days for which S3 bills an object of the class at least, however soon it goes.
 * Source: Amazon S3 User Guide, "Comparing the Amazon S3 storage classes".
 */
const BILLED_DAYS: Readonly<Record<LogParameters['archiveClass'], number | undefined>> = {
  STANDARD: undefined,
  STANDARD_IA: 30,
  GLACIER_IR: 90,
  DEEP_ARCHIVE: 180,
};

/** Where logs go before they expire. Undefined: they stay, as they would be billed for longer than they are kept. */
export function coldClass({ archiveClass, archiveDays }: LogParameters) {
  const billed = BILLED_DAYS[archiveClass];
  if (billed === undefined || archiveDays < WARM_DAYS + billed) return undefined;
  return { storageClass: archiveClass, afterDays: WARM_DAYS };
}
