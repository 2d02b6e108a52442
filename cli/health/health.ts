import { start } from '../../console/start';
import { serviceAlarmName } from '../../constructs/alarms/alarm';
import { unhealthyAlarmName } from '../../constructs/alerts/unhealthy-alarm';
import { namingOf } from '../../constructs/core/naming';
import { providerRole } from '../../constructs/core/role-names';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import { findNamed } from '../find-named';
import { type AlarmState, Alarms } from './alarms';
import { parseHealthArguments, usage } from './arguments';

// npm run health: whether an environment stays well after a deploy.

const say = (text: string) => process.stderr.write(`health: ${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseHealthArguments(args);
  if (!parsed) {
    console.log(usage);
    return 0;
  }
  const { environment, minutes } = parsed;
  const { name, services, roleArn, region } = find(environment);
  const alarms = new Alarms(await new Aws(region).as(roleArn, 'health'));
  say(`watching ${name} for ${minutes} minutes`);
  const alarm = await alarms.watch(name, minutes * 60_000);
  const unhealthy = alarm.StateValue === 'ALARM';
  const others = unhealthy ? await alarms.behind(alarm) : await alarms.on(services);
  console.log(report(environment, minutes, alarm, others));
  return unhealthy ? 1 : 0;
}

/** The environment's alarm and where it is, by the parameter files. */
function find(name: string) {
  const project = loadProject('platform.json');
  const environments = loadEnvironments(environmentsFolder(), declared).map(
    (one) => [one.name, one] as const,
  );
  const environment = findNamed('environment', name, new Map(environments));
  const naming = namingOf(project, environment);
  return {
    name: unhealthyAlarmName(naming),
    /** What the names of the alarms of services begin with. */
    services: `${serviceAlarmName(naming)}-`,
    roleArn: providerRole(project, environment.parameters.account),
    region: project.region,
  };
}

/** @param others the alarms behind one that is on; else the warnings of services, which stop nothing. */
function report(
  environment: string,
  minutes: number,
  alarm: AlarmState,
  others: readonly AlarmState[],
): string {
  const { AlarmName, StateValue } = alarm;
  const lines = others.map(
    ({ AlarmName, AlarmDescription }) => `- **${AlarmName}**: ${AlarmDescription ?? ''}`,
  );
  if (StateValue === 'ALARM') {
    return [`**${environment} is unhealthy**: ${AlarmName} is in ALARM.`, '', ...lines].join('\n').trim();
  }
  const time = minutes === 0 ? '' : `, for ${minutes} minutes`;
  // A new alarm has not seen anything yet.
  const doubt = StateValue === 'OK' ? '' : `, though ${AlarmName} says ${StateValue}`;
  const well = `${environment}: no critical alarm went off${time}${doubt}.`;
  return lines.length === 0 ? well : [`${well} These are on all the same:`, '', ...lines].join('\n');
}

start(main);
