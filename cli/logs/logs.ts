import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { insightsGroup } from '../../constructs/cluster/log-group-names';
import { resourceName } from '../../constructs/core/naming';
import { allOf, isError, isOfService } from '../../constructs/logs/log-pattern';
import { previewLogs } from '../../constructs/preview/preview-logs';
import { ADMIN } from '../../constructs/services/pods/jobs/admin';
import { RELEASE } from '../../constructs/services/pods/jobs/release';
import { readingOf } from '../../declarations/log-form';
import { Aws } from '../../programs/aws';
import { findNamed } from '../find-named';
import { type FoundService, findService, lookingRoles } from '../find-service';
import { type LogsArguments, parseLogsArguments, usage } from './arguments';
import { eventLine } from './event-line';
import { EventSource } from './event-source';

// npm run logs: what the containers of a service have logged.

const PAUSE_MS = 2000;

const say = (text: string) => process.stderr.write(`logs: ${text}\n`);

async function main(args: LogsArguments | undefined): Promise<void> {
  if (!args) return console.log(usage);
  const { environment, service, process: named, errors, follow, json } = args;
  const found = findService(environment, service);
  const reading = readingOf(found.declaration.logs);
  const pattern = allOf([
    isOfService(found.namespace, found.kept),
    ...(named === undefined ? [] : [`($.kubernetes.container_name = "${containerOf(named, found)}")`]),
    ...(errors ? [isError(reading)] : []),
  ]);
  const group = groupOf(found);
  const source = new EventSource(await looking(found), group, `{ ${pattern} }`, args.since);
  let shown = 0;
  do {
    const { events, more } = await source.next().catch((error: Error) => {
      if (!error.message.includes('ResourceNotFoundException')) throw error;
      throw new Failure(`${environment}: got no log group ${group}; allowed: what is deployed`);
    });
    for (const event of events) console.log(json ? event.message : eventLine(event, reading));
    shown += events.length;
    if (more && !follow) say(`there is more than these ${events.length}: a later --since shows the rest`);
    if (follow && !more) await sleep(PAUSE_MS);
  } while (follow);
  if (shown === 0) say(`nothing since ${new Date(args.since).toISOString()} in ${group}`);
}

/** Where the agent of the cluster sends what containers log. */
function groupOf({ naming, guest }: FoundService): string {
  if (guest) return previewLogs(naming.platform, guest.id);
  return insightsGroup(resourceName(naming, 'cluster'), 'application');
}

/** Each process and schedule has a container of its name. */
function containerOf(name: string, { declaration }: FoundService): string {
  const { processes = {}, schedules = {} } = declaration;
  const names = [...Object.keys(processes), ...Object.keys(schedules), RELEASE, ADMIN];
  return findNamed('--process', name, new Map(names.map((one) => [one, one])));
}

/** As the role that may do least, of those that let this caller in. */
async function looking(found: FoundService): Promise<Aws> {
  const aws = new Aws(found.project.region);
  const [view, maker] = lookingRoles(found);
  return aws.as(view!, 'logs').catch(() => aws.as(maker!, 'logs'));
}

start((args) => main(parseLogsArguments(args)));
