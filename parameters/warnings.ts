import type { Declared } from '../declarations/binding';
import { missedRuns, quietTime } from '../declarations/clock-change';
import { presentIn } from './absent';
import type { Environment } from './environment';
import { isOutOfReach } from './kinds/server';
import type { Project } from './project';
import { supportWarnings } from './support';
import { today as thisDay } from './today';

/** What is right today and won't be, or does not do what it seems to say: a sentence each, for every command to print. */
export function warningsOf(
  environments: readonly Environment[],
  declared: Declared,
  today: string = thisDay(),
): string[] {
  return [
    ...environments.flatMap((environment) => supportWarnings(environment, declared, today)),
    ...environments.flatMap(restoreWarnings),
    ...environments.flatMap((environment) => idleWarnings(environment, declared)),
    ...scheduleWarnings(declared, today),
  ];
}

/** The same for what all environments share. */
export function projectWarnings({ alerts }: Project): string[] {
  if (alerts.emails.length > 0) return [];
  return [
    'platform.json alerts.emails: nobody is told when somebody uses the root user of the tooling account, changes its trail, or deletes a key there',
  ];
}

/** No fault: a server that was made in time stays as it is, and so does the file. */
function restoreWarnings({ parameters, document }: Environment): string[] {
  return Object.entries(parameters.databases).flatMap(([name, { server, backupRetentionDays }]) => {
    if (!isOutOfReach(server, backupRetentionDays)) return [];
    const { pointInTime } = server!.restored!;
    return [
      `${document.file} databases.${name}.server.restored.pointInTime: ${pointInTime} is more than ${backupRetentionDays} days ago (backupRetentionDays): if the server "${server!.name}" is there, take "restored" out; if not, RDS refuses to make it`,
    ];
  });
}

/** No fault: a process that sends something all the time, such as a stream of events, is not cut off. */
function idleWarnings({ parameters, document }: Environment, declared: Declared): string[] {
  const { services } = presentIn(parameters, declared);
  const { idleSeconds } = parameters.entrance;
  return Object.entries(services).flatMap(([service, { processes = {}, routes = [] }]) =>
    [...new Set(routes.map(({ process }) => process))].flatMap((process) => {
      const { drainSeconds } = processes[process]!;
      if (drainSeconds === undefined || drainSeconds <= idleSeconds) return [];
      return [
        `${document.file} entrance.idleSeconds: ${idleSeconds} is less than drainSeconds of services/${service}.ts processes.${process}, ${drainSeconds}: a request that takes longer than ${idleSeconds} s and sends nothing meanwhile is answered 504; to let it end: "idleSeconds": ${drainSeconds}`,
      ];
    }),
  );
}

function scheduleWarnings({ services }: Declared, today: string): string[] {
  return Object.entries(services).flatMap(([service, { schedules = {} }]) =>
    Object.entries(schedules).flatMap(([name, { cron, timeZone = 'UTC' }]) => {
      const missed = missedRuns(cron, timeZone, today);
      if (missed.length === 0) return [];
      const changes = missed.map(({ kind, day, from, to }) =>
        kind === 'skipped'
          ? `does not run at ${from} to ${to} on ${day}, which the clock skips`
          : `runs twice at ${from} to ${to} on ${day}, which the clock has twice`,
      );
      const other = quietTime(cron, timeZone, today);
      const instead = other ? `"${other}", or a time zone without summer time such as UTC` : 'UTC';
      return [
        `services/${service}.ts schedules.${name}: "${cron}" in ${timeZone} ${changes.join(', and ')}; to run once each time: ${instead}`,
      ];
    }),
  );
}
