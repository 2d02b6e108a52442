import type { Problem } from '../../problems/problem';
import { readingsOf } from '../log-form';
import { NUMBERED, type OwnAlarm, platformAlarms } from '../own-alarm';
import type { Service, Services } from '../service';
import { problemIn } from './problem-in';

/**
 * Metric filters of a log group, which can't be raised, and those of the platform: one of the cluster, and two for each
 * form of log that services declare. Source: CloudWatch Logs User Guide, "CloudWatch Logs quotas".
 */
const FILTERS = 100;
export const OF_CLUSTER = 1;
export const OF_FORM = 2;

/** Alarms that services declare for themselves. */
export function checkAlarms(services: Services): Problem[] {
  return [
    ...Object.entries(services).flatMap(([service, declaration]) => checkOwn(service, declaration)),
    ...checkFilters(services),
  ];
}

function checkOwn(service: string, { alarms = {}, processes = {} }: Service): Problem[] {
  const taken = platformAlarms(Object.keys(processes));
  return Object.entries(alarms).flatMap(([name, alarm]) => {
    const refuse = (path: string, got: string, allowed: string): Problem =>
      problemIn(service, ['alarms', name, ...(path ? [path] : [])], got, allowed);
    return [
      ...(taken.includes(name) || NUMBERED.test(name)
        ? [refuse('', `the name "${name}", which an alarm of the platform has`, 'a name of its own')]
        : []),
      ...oneOf(alarm, ['log', 'metric']).map((got) => refuse('', got, 'one of them, and not the other')),
      ...oneOf(alarm, ['above', 'below']).map((got) => refuse('', got, 'one of them, and not the other')),
      ...(alarm.takesFlagsBack && alarm.below !== undefined
        ? [
            refuse(
              'takesFlagsBack',
              'true, of an alarm that silence sets off',
              'false: a service that is just being made would take each change of flags back',
            ),
          ]
        : []),
    ];
  });
}

function oneOf(alarm: OwnAlarm, [one, other]: readonly [keyof OwnAlarm, keyof OwnAlarm]): string[] {
  const has = [one, other].filter((key) => alarm[key] !== undefined);
  if (has.length === 1) return [];
  return [has.length === 0 ? `neither ${one} nor ${other}` : `${one} and ${other}`];
}

/** All containers of an environment write to one log group. Previews have one of their own, and no alarms. */
function checkFilters(services: Services): Problem[] {
  const owners = Object.entries(services).flatMap(([service, { alarms = {} }]) =>
    Object.entries(alarms)
      .filter(([, { log }]) => log !== undefined)
      .map(([alarm]) => ({ service, alarm })),
  );
  const forms = readingsOf(services).length;
  const free = FILTERS - OF_CLUSTER - OF_FORM * forms;
  if (owners.length <= free) return [];
  const { service, alarm } = owners[free] ?? owners[0]!;
  return [
    problemIn(
      service,
      ['alarms', alarm],
      `alarm ${owners.length} on a log, counted over all services`,
      `${free}: a log group takes ${FILTERS} metric filters, and the platform has ${FILTERS - free} for ${forms} forms of logs`,
    ),
  ];
}
