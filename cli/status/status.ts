import { start } from '../../console/start';
import { unhealthyAlarmName } from '../../constructs/alerts/unhealthy-alarm';
import { absencesOf } from '../../parameters/absent';
import { Git } from '../../programs/git';
import { Records } from '../deployed/record';
import { findCertificates } from '../domains/certificates';
import { Alarms } from '../health/alarms';
import { openEnvironment } from '../open-environment';
import { parseStatusArguments, usage } from './arguments';
import { concerns, type Status, statusText } from './report';

// npm run status: what an environment runs.

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseStatusArguments(args);
  if (!parsed) {
    console.log(usage);
    return 0;
  }
  const status = await look(parsed.environment);
  console.log(parsed.json ? JSON.stringify(status, undefined, 2) : statusText(status, new Date()));
  return concerns(status).length > 0 ? 2 : 0;
}

async function look(name: string): Promise<Status> {
  const { parameters, naming, aws } = await openEnvironment(name, 'status');
  const kept = new Records(aws, naming);
  const alarms = new Alarms(aws);
  const domains = Object.keys(parameters.entrance.domains);
  const [records, drift, alarm, certificates] = await Promise.all([
    kept.read(),
    kept.readDrift(),
    alarms.find(unhealthyAlarmName(naming)),
    domains.length > 0 ? findCertificates(aws) : undefined,
  ]);
  const on = alarm?.StateValue === 'ALARM' ? await alarms.behind(alarm) : [];
  const git = new Git('.');
  const stacks = [name, `${name}-services`].map(async (stack) => {
    const { deployed, attempt } = records.get(stack) ?? {};
    const behind = deployed?.commit === undefined ? undefined : await git.behindMain(deployed.commit);
    return { stack, ...deployed, ...(behind !== undefined && { behind }), ...(attempt && { attempt }) };
  });
  const absent = absencesOf(parameters.services);
  return {
    environment: name,
    stacks: await Promise.all(stacks),
    ...(Object.keys(absent).length > 0 && { absent }),
    ...(alarm && { health: alarm.StateValue }),
    alarms: on.map(({ AlarmName }) => AlarmName),
    ...(drift && { drift }),
    ...(certificates && { waiting: domains.filter((domain) => !certificates.get(domain)?.inUse) }),
  };
}

start(main);
