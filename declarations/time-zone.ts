export const ALLOWED_TIME_ZONE = 'UTC, or an area and a place of the IANA database, such as Europe/Berlin';

/** As all of today's are written; `Etc/GMT+2`, of which the sign is the wrong way round, is not. */
const PATTERN = /^((Etc\/)?UTC|[A-Z][a-z]+(\/[A-Z][a-z][A-Za-z_-]*)+)$/;

/** Whether Kubernetes, which minds capitals, knows a time zone. */
export function isTimeZone(name: string): boolean {
  if (!PATTERN.test(name)) return false;
  const known = canonical(name);
  return known !== undefined && (known === name || known.toLowerCase() !== name.toLowerCase());
}

/** The name that stands for all names of a zone, in its right spelling. */
function canonical(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
