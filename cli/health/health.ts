import { start } from '../../console/start';
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
  const { name, roleArn, region } = find(environment);
  const alarms = new Alarms(await new Aws(region).as(roleArn, 'health'));
  say(`watching ${name} for ${minutes} minutes`);
  const alarm = await alarms.watch(name, minutes * 60_000);
  const behind = alarm.StateValue === 'ALARM' ? await alarms.behind(alarm) : [];
  console.log(report(environment, minutes, alarm, behind));
  return alarm.StateValue === 'ALARM' ? 1 : 0;
}

/** The environment's alarm and where it is, by the parameter files. */
function find(name: string) {
  const project = loadProject('platform.json');
  const environments = loadEnvironments(environmentsFolder(), declared).map(
    (one) => [one.name, one] as const,
  );
  const environment = findNamed('environment', name, new Map(environments));
  return {
    name: unhealthyAlarmName(namingOf(project, environment)),
    roleArn: providerRole(project, environment.parameters.account),
    region: project.region,
  };
}

function report(
  environment: string,
  minutes: number,
  alarm: AlarmState,
  behind: readonly AlarmState[],
): string {
  const { AlarmName, StateValue } = alarm;
  if (StateValue === 'ALARM') {
    const lines = behind.map(
      ({ AlarmName, AlarmDescription }) => `- **${AlarmName}**: ${AlarmDescription ?? ''}`,
    );
    return [`**${environment} is unhealthy**: ${AlarmName} is in ALARM.`, '', ...lines].join('\n').trim();
  }
  const time = minutes === 0 ? '' : `, for ${minutes} minutes`;
  // A new alarm has not seen anything yet.
  const doubt = StateValue === 'OK' ? '' : `, though ${AlarmName} says ${StateValue}`;
  return `${environment}: no critical alarm went off${time}${doubt}.`;
}

start(main);
