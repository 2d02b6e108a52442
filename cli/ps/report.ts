import { columns } from '../../console/columns';
import { paint } from '../../console/paint';
import type { RunJob, RunningProcess, RunningService } from './running';

/** For people. */
export function report(environment: string, services: readonly RunningService[], now: Date): string {
  return services.map((service) => ofService(environment, service, now)).join('\n\n');
}

function ofService(
  environment: string,
  { service, namespace, processes, jobs }: RunningService,
  now: Date,
): string {
  const head = paint('head', `${environment} ${service}, in ${namespace}`);
  if (processes.length === 0 && jobs.length === 0) return `${head}: nothing runs, and no job is on record`;
  return [
    head,
    ...(processes.length > 0
      ? [
          columns(
            ['process', 'version', 'pods', 'restarts', 'why', 'age'],
            processes.map((one) => processRow(one, now)),
          ),
        ]
      : []),
    ...(jobs.length > 0
      ? [
          columns(
            ['job', 'of', 'version', 'state', 'age', 'took', 'by'],
            jobs.map((one) => jobRow(one, now)),
          ),
        ]
      : []),
  ].join('\n');
}

function processRow(
  { process, version, ready, wanted, restarts, reason, pods }: RunningProcess,
  now: Date,
): string[] {
  const others = [...new Set(pods.map((pod) => pod.version).filter((one) => one !== version))];
  return [
    process,
    others.length > 0 ? `${version} (and ${others.join(', ')})` : version,
    paint(ready >= wanted ? 'good' : ready > 0 ? 'doubtful' : 'bad', `${ready}/${wanted}`),
    restarts > 0 ? paint('doubtful', `${restarts}`) : '0',
    reason ?? '',
    age(pods.map(({ since }) => since).sort()[0], now),
  ];
}

function jobRow({ job, of, version, state, reason, since, ended, by }: RunJob, now: Date): string[] {
  const look = state === 'failed' ? 'bad' : state === 'running' ? 'doubtful' : 'good';
  const told = reason ? `${state}: ${reason}` : state;
  return [
    job,
    of,
    version,
    paint(look, told),
    age(since, now),
    age(since, ended ? new Date(ended) : now),
    by ?? '',
  ];
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `3h`. */
function age(since: string | undefined, now: Date): string {
  if (since === undefined) return '';
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  const [unit, length] = UNITS.find(([, each]) => seconds >= 2 * each) ?? ['s', 1];
  return `${Math.floor(seconds / length)}${unit}`;
}
