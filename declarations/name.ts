/** Of services, processes, schedules, groups, backing services and environments: they meet in one name. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Three of them and a version still fit in the 63 characters of a Kubernetes name, and two in the 52 of a CronJob.
 * An environment's leaves room in the tightest name there is, a load balancer's 32 characters.
 */
export const LONGEST_NAME = 20;

export const ALLOWED_NAME = allowedName(LONGEST_NAME);

/** The same for a name that may be longer. */
export function allowedName(longest: number): string {
  return `lower-case letters, digits and single dashes, a letter first, at most ${longest} characters`;
}

export function isName(text: string, longest = LONGEST_NAME): boolean {
  return NAME.test(text) && text.length <= longest;
}
