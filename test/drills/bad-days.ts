import { badDays, untilHealed } from './disturbances';
import type { Call } from './faults';

/** A burst: half of all calls for 20 seconds. */
export const serverErrors = badDays('half of all calls fail with 503 for 20 s', {
  service: '*',
  status: 503,
  code: 'ServiceUnavailable',
  message: 'Service is unavailable. Please try again.',
  probability: 0.5,
  seconds: 20,
});

export const throttling = badDays('30 % of all calls are throttled', {
  service: '*',
  effect: 'throttled',
  probability: 0.3,
});

export const slowAnswers = badDays('each answer takes 2 s longer, for 30 s', {
  service: '*',
  effect: 'late',
  delay_ms: 2000,
  seconds: 30,
});

/** What was done nevertheless is done again by whoever tries again. */
export const lostAnswers = badDays('5 % of all answers get lost for 30 s', {
  service: '*',
  effect: 'lost-answer',
  probability: 0.05,
  seconds: 30,
});

/** Somebody takes a right away, and gives it back after the command. */
export function refused({ service, action }: Required<Pick<Call, 'service' | 'action'>>) {
  const fault = {
    service,
    action,
    status: 403,
    code: 'AccessDenied',
    message: `User is not authorized to perform: ${service}:${action}`,
  };
  return {
    ...untilHealed(`${service}:${action} is refused`, fault),
    kind: 'a right is missing, and is given',
  };
}
