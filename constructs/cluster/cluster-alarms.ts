import { Construct } from 'constructs';
import { ANY } from '../../declarations/log-form';
import type { Alerts } from '../alerts/alerts';
import type { LogGroup } from '../logs/log-group';
import { isError } from '../logs/log-pattern';

export interface ClusterAlarmsProps {
  readonly alerts: Alerts;
  /** Name of the cluster. */
  readonly name: string;
  /** Where the control plane writes its audit log. */
  readonly controlPlaneLogs: LogGroup;
  /** What the containers print. */
  readonly applicationLogs: LogGroup;
}

/** Of the 8 GiB at which EKS makes the Kubernetes API read only. */
const STORE_NEARLY_FULL = 6 * 1024 ** 3;

/** What is watched of a cluster: capacity, the Kubernetes API, who goes around it, and what workloads report. */
export class ClusterAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAlarmsProps) {
    super(scope, id);
    this.watchCapacity(props);
    this.watchApi(props);
    this.watchIntruders(props);
    this.watchApplications(props);
  }

  private watchCapacity({ alerts, name }: ClusterAlarmsProps): void {
    alerts.addMetricAlarm(this, 'failed-nodes', {
      description:
        'A node has been unhealthy for 15 minutes and EKS has not replaced it. See `kubectl get nodes` and the EC2 console.',
      runbook: 'cluster-failed-nodes',
      severity: 'warning',
      namespace: 'ContainerInsights',
      metric: 'cluster_failed_node_count',
      dimensions: { ClusterName: name },
      statistic: 'Maximum',
      threshold: { above: 0 },
      minutes: 15,
    });
    alerts.addMetricAlarm(this, 'unschedulable-pods', {
      description:
        'A pod has waited for a node for 15 minutes. Its events (`kubectl get events -A`) say what it needs; look at EC2 quotas too.',
      runbook: 'cluster-unschedulable-pods',
      severity: 'warning',
      namespace: 'AWS/EKS',
      metric: 'scheduler_pending_pods_UNSCHEDULABLE',
      dimensions: { ClusterName: name },
      statistic: 'Maximum',
      threshold: { above: 0 },
      minutes: 15,
    });
    alerts.addMetricAlarm(this, 'crash-loops', {
      description:
        'A container keeps exiting as soon as it starts: its last lines are in the application log group.',
      runbook: 'cluster-crash-loops',
      severity: 'warning',
      namespace: 'ContainerInsights',
      metric: 'pod_container_status_waiting_reason_crash_loop_back_off',
      dimensions: { ClusterName: name },
      statistic: 'Maximum',
      threshold: { above: 0 },
      minutes: 10,
    });
  }

  private watchApi({ alerts, name }: ClusterAlarmsProps): void {
    alerts.addMetricAlarm(this, 'api-errors', {
      description:
        'The Kubernetes API fails requests. Running pods keep running, but nothing new starts. Look for a failing webhook, then at the AWS Health Dashboard.',
      runbook: 'cluster-api-errors',
      severity: 'warning',
      namespace: 'AWS/EKS',
      metric: 'apiserver_request_total_5XX',
      dimensions: { ClusterName: name },
      statistic: 'Sum',
      threshold: { above: 20 },
      minutes: 10,
    });
    alerts.addMetricAlarm(this, 'api-storage', {
      description:
        'The storage of the Kubernetes API is three quarters full. When it is full, the API refuses every change, and failed pods are not replaced. Find the objects that keep accumulating (jobs, events, custom resources) and delete them.',
      runbook: 'cluster-api-storage',
      severity: 'critical',
      namespace: 'AWS/EKS',
      metric: 'apiserver_storage_size_bytes',
      dimensions: { ClusterName: name },
      statistic: 'Maximum',
      threshold: { above: STORE_NEARLY_FULL },
      minutes: 15,
    });
  }

  private watchIntruders({ alerts, controlPlaneLogs }: ClusterAlarmsProps): void {
    alerts.addLogAlarm(this, 'logins', {
      description:
        'Somebody opened a shell in a container or attached to one. Nobody should need to. Find out who it was (user.username in the audit log), and ask what they were missing.',
      runbook: 'cluster-logins',
      severity: 'warning',
      logGroupName: controlPlaneLogs.resource.name,
      pattern:
        '{ ($.objectRef.resource = "pods") && ($.objectRef.subresource = "exec" || $.objectRef.subresource = "attach" || $.objectRef.subresource = "ephemeralcontainers") }',
      threshold: { above: 0 },
      minutes: 5,
    });
    alerts.addLogAlarm(this, 'anonymous-requests', {
      description:
        'Requests without an identity were refused: something scans the Kubernetes API (sourceIPs in the audit log). If it is public, narrow cluster.publicAccess.',
      runbook: 'cluster-anonymous-requests',
      severity: 'warning',
      logGroupName: controlPlaneLogs.resource.name,
      pattern: '{ ($.user.username = "system:anonymous") && ($.responseStatus.code = 403) }',
      threshold: { above: 10 },
      minutes: 5,
    });
  }

  private watchApplications({ alerts, applicationLogs }: ClusterAlarmsProps): void {
    alerts.addLogAlarm(this, 'application-errors', {
      description:
        'Services log more than 20 errors in 5 minutes, in the form of any of the libraries that the platform knows. Read them in the application log group, or on the dashboards of the services.',
      runbook: 'cluster-application-errors',
      severity: 'warning',
      logGroupName: applicationLogs.resource.name,
      pattern: `{ ${isError(ANY)} }`,
      threshold: { above: 20 },
      minutes: 5,
    });
  }
}
