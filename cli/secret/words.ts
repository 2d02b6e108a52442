import type { Service } from '../../declarations/service';
import type { StoredSecret } from './store';

/** As it is in the name of what pods mount. */
export function shortId(version: string): string {
  return version.slice(0, 8);
}

/** When its value was put, such as `2026-11-27 10:20 UTC`. */
export function since({ since: time }: Pick<StoredSecret, 'since'>): string {
  return time === undefined ? 'never' : minute(time);
}

/** A time of AWS, such as `2026-11-27 10:20 UTC`. The first version of its CLI tells it in seconds. */
export function minute(time: string | number): string {
  const date = new Date(typeof time === 'number' ? time * 1000 : time);
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What the next deploy does when a secret of the service has changed, in sentences. */
export function whatRolls(service: string, { processes = {}, release, schedules = {} }: Service): string {
  const names = Object.keys(processes);
  return [
    names.length > 0
      ? `The next deploy replaces the pods of ${service} (${names.join(', ')}), and no others.`
      : 'The next deploy replaces no pod.',
    ...(release ? ['It runs the release command first.'] : []),
    ...(Object.keys(schedules).length > 0 ? ['Schedules take the new value at their next run.'] : []),
  ].join(' ');
}
