import { Construct } from 'constructs';
import { type Alarm, createAlarm, createLogAlarm } from '../../alarms/alarm';
import { watchLog } from './log-alarms';
import { OwnAlarms } from './own-alarms';
import { watchRoutes } from './route-alarms';
import { type AddAlarm, identityOf, type ServiceAlarmsProps } from './watched-service';
import { watchPods } from './workload-alarms';

/**
 * The alarms of a service. Only a process that answers no requests pages somebody. The other thresholds are starting
 * values: make those alarms critical once a team has tuned them.
 */
export class ServiceAlarms extends Construct {
  readonly all: readonly Alarm[];
  /** Those that a bad flag sets off. Silence is good news to each, so that a service which is just being made is well. */
  readonly forFlags: readonly Alarm[];
  /** Those that the service declares for itself. */
  readonly own: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const add: AddAlarm = (name, alarm) => createAlarm(this, name, identityOf(props, name), alarm);
    const routes = props.routed.map((process) => watchRoutes(add, props, process));
    const pods = watchPods(add, props);
    const log = watchLog(add, props);
    const schedules = this.watchSchedules(props);
    const own = new OwnAlarms(this, 'own', props);
    this.own = own.all;
    this.forFlags = [...routes.map((route) => route.errors), ...pods.restarts, log.errors, ...own.forFlags];
    this.all = [
      ...routes.flatMap(Object.values),
      ...Object.values(pods).flat(),
      ...Object.values(log),
      ...schedules,
      ...own.all,
    ];
  }

  /**
   * Kubernetes tells of a failed job in its audit log alone: its pods are gone before Container Insights sees them.
   * A job that failed has the condition FailureTarget first, and then Failed as well.
   */
  private watchSchedules(props: ServiceAlarmsProps): Alarm[] {
    const { runtime, namespace, service, schedules } = props;
    if (schedules.length === 0) return [];
    const anyOf = (terms: readonly string[]) => `(${terms.join(' || ')})`;
    const terms = [
      '($.objectRef.resource = "jobs")',
      '($.objectRef.subresource = "status")',
      `($.objectRef.namespace = "${namespace}")`,
      anyOf([0, 1].map((index) => `($.requestObject.status.conditions[${index}].type = "Failed")`)),
      anyOf(schedules.map((name) => `($.requestObject.metadata.ownerReferences[0].name = "${name}")`)),
    ];
    const alarm = createLogAlarm(this, 'schedules', identityOf(props, 'schedules'), {
      runbook: 'service-schedule-failed',
      severity: 'warning',
      logGroupName: `/aws/eks/${runtime.cluster}/cluster`,
      pattern: `{ ${terms.join(' && ')} }`,
      description: `A schedule of ${service} failed. See which, and why: kubectl get jobs -n ${namespace} -l app.kubernetes.io/name=${service}, then kubectl logs -n ${namespace} job/<name>. To run it again: kubectl create job -n ${namespace} --from=cronjob/<schedule> <name>.`,
      threshold: { above: 0 },
      minutes: 5,
    });
    return [alarm];
  }
}
