import type { Alarm } from '../../alarms/alarm';
import type { AddAlarm, ServiceAlarmsProps } from './watched-service';

/** What a service says in its log, and whether it says it so that it can be read. */
export function watchLog(
  add: AddAlarm,
  { namespace, service, declaration, logs }: ServiceAlarmsProps,
): Record<'errors' | 'unread', Alarm> {
  const read = `kubectl logs -n ${namespace} -l app.kubernetes.io/name=${service} --since 10m --prefix`;
  const owner = { namespace, service };
  return {
    errors: add('errors-logged', {
      ...logs.errors(owner, declaration),
      runbook: 'service-errors-logged',
      severity: 'warning',
      description: `${service} logs more than 10 errors in 5 minutes. Read them: ${read}, or on the dashboard. If they began with a release or a flag, take that back.`,
      threshold: { above: 10 },
      minutes: 5,
    }),
    unread: add('log-unread', {
      ...logs.unread(owner, declaration),
      runbook: 'service-log-unread',
      severity: 'warning',
      description: `${service} logged more than 5 lines in 5 minutes that are no JSON, or tell no level where its declaration says (logs in services/${service}.ts). No alarm counts an error among them. Read them: ${read}.`,
      // As many as a program prints as it starts, before it has set up its log.
      threshold: { above: 5 },
      minutes: 5,
    }),
  };
}
