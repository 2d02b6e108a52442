import { Construct } from 'constructs';
import type { OwnAlarm } from '../../../declarations/own-alarm';
import { type Alarm, createAlarm, createLogAlarm } from '../../alarms/alarm';
import type { AlarmProps, Metric } from '../../alarms/alarm-props';
import { allOf, hasProperty, isOfService } from '../../logs/log-pattern';
import { identityOf, type ServiceAlarmsProps } from './watched-service';

/** The page for alarms that have none of their own. */
const RUNBOOK = 'service-own-alarm';

/** What a service declares to be watched, which only its team can know of. */
export class OwnAlarms extends Construct {
  readonly all: readonly Alarm[];
  readonly forFlags: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const made = Object.entries(props.declaration.alarms ?? {}).map(([name, declared]) => ({
      declared,
      alarm: this.watch(props, name, declared),
    }));
    this.all = made.map(({ alarm }) => alarm);
    this.forFlags = made.filter(({ declared }) => declared.takesFlagsBack).map(({ alarm }) => alarm);
  }

  private watch(props: ServiceAlarmsProps, name: string, declared: OwnAlarm): Alarm {
    const { runtime, namespace, service } = props;
    const { log, metric, minutes } = declared;
    const identity = identityOf(props, name);
    const common = { ...settings(declared), minutes };
    if (metric) {
      const { naming } = runtime;
      const dimensions = Object.entries(metric.dimensions ?? {}).map(([key, value]) => [
        key,
        value.replaceAll('{environment}', naming.environment),
      ]);
      return createAlarm(this, name, identity, {
        ...common,
        ...measureOf(metric),
        dimensions: Object.fromEntries(dimensions),
        everyMinutes: minutes,
      });
    }
    const lines = Object.entries(log!).map(([property, wanted]) => hasProperty(property, wanted));
    return createLogAlarm(this, name, identity, {
      ...common,
      logGroupName: runtime.contract.logs.applicationGroup,
      pattern: `{ ${allOf([isOfService(namespace, service), ...lines])} }`,
    });
  }
}

function measureOf({
  namespace,
  name,
  statistic,
}: NonNullable<OwnAlarm['metric']>): Omit<Metric, 'dimensions'> {
  return { namespace, metric: name, statistic };
}

function settings({
  description,
  runbook = RUNBOOK,
  severity = 'warning',
  above,
  below,
}: OwnAlarm): Omit<AlarmProps, 'minutes'> & { readonly silence: 'ok' | 'alarm' } {
  return {
    description,
    runbook,
    severity,
    threshold: above === undefined ? { below: below! } : { above },
    silence: above === undefined ? 'alarm' : 'ok',
  };
}
