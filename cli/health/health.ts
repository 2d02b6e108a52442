import { start } from '../../console/start';
import { serviceAlarmName } from '../../constructs/alarms/alarm';
import { unhealthyAlarmName } from '../../constructs/alerts/unhealthy-alarm';
import { openEnvironment } from '../open-environment';
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
  const { naming, aws } = await openEnvironment(environment, 'health');
  const name = unhealthyAlarmName(naming);
  const alarms = new Alarms(aws);
  say(`watching ${name} for ${minutes} minutes`);
  const alarm = await alarms.watch(name, minutes * 60_000);
  const unhealthy = alarm.StateValue === 'ALARM';
  const others = unhealthy ? await alarms.behind(alarm) : await alarms.on(`${serviceAlarmName(naming)}-`);
  console.log(report(environment, minutes, alarm, others));
  return unhealthy ? 1 : 0;
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
