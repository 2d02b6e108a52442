import { ParameterError } from '../problems/problem';

/**
 * The day by which support of versions is judged, as `2026-12-01`, in UTC. `PLATFORM_TODAY` sets another: whoever wants
 * to know what a day will refuse, and tests.
 * @throws ParameterError when that is no day.
 */
export function today(env: NodeJS.ProcessEnv = process.env): string {
  const set = env.PLATFORM_TODAY;
  if (set === undefined || set === '') return new Date().toISOString().slice(0, 10);
  if (/^\d{4}-\d\d-\d\d$/.test(set) && !Number.isNaN(Date.parse(set))) return set;
  throw new ParameterError([
    { file: 'the variable PLATFORM_TODAY', path: '', got: `"${set}"`, allowed: 'a day such as 2026-12-01' },
  ]);
}
