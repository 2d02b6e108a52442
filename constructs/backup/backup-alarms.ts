import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { Construct } from 'constructs';
import { createAlarm, createLogAlarm } from '../alarms/alarm';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { policy } from '../core/policy';
import { LogGroup } from '../logs/log-group';

export interface BackupAlarmsProps {
  readonly naming: Naming;
  /** ARN of a key that log groups may use. */
  readonly keyArn: string;
  readonly topicArn: string;
  /** Name of the vault. */
  readonly vault: string;
  /** Whether backups are copied. */
  readonly copied: boolean;
}

/** As long as the audit trail: which backups there were is asked about for a year. */
const KEEP_DAYS = 400;
const HOUR = 60;
/** A day, and the hours in which a backup may begin and end. Kept as hours, as an alarm may look at a week of these. */
const OVERDUE_HOURS = 38;

/**
 * Tells of a backup or a copy that failed, and of none at all. AWS Backup says what becomes of each job by EventBridge,
 * which writes it to a log group.
 * Source: AWS Backup Developer Guide, "Monitoring AWS Backup events using Amazon EventBridge"; Amazon EventBridge User
 * Guide, "Using resource-based policies for Amazon EventBridge", "CloudWatch Logs permissions".
 */
export class BackupAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BackupAlarmsProps) {
    super(scope, id);
    const group = this.recordJobs(props);
    this.watchFailures(props, group);
    this.watchSilence(props, group, 'backup', 'Backup');
    if (props.copied) this.watchSilence(props, group, 'copy', 'Copy');
  }

  private recordJobs({ naming, keyArn }: BackupAlarmsProps): LogGroup {
    const name = resourceName(naming, 'rule', 'backup-jobs');
    const group = new LogGroup(this, 'jobs', {
      naming,
      // The beginning by which EventBridge's console finds it.
      name: `/aws/events/${name}`,
      keyArn,
      retentionDays: KEEP_DAYS,
    });
    const access = new CloudwatchLogResourcePolicy(this, 'write', {
      policyName: name,
      policyDocument: policy({
        Sid: 'EventsOfThisAccount',
        Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${arn(naming, 'logs', `log-group:/aws/events/${name}`)}:*`,
      }),
    });
    const rule = new CloudwatchEventRule(this, 'ended', {
      name,
      description: 'What becomes of each backup and each copy',
      eventPattern: JSON.stringify({
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
        detail: { state: [...ENDED] },
      }),
    });
    new CloudwatchEventTarget(this, 'record', {
      targetId: 'log',
      rule: rule.name,
      arn: group.resource.arn,
      dependsOn: [access],
    });
    return group;
  }

  private watchFailures({ naming, topicArn, vault }: BackupAlarmsProps, group: LogGroup): void {
    createLogAlarm(this, 'failed', identity(naming, 'backup-failed', topicArn), {
      runbook: 'backup-failed',
      severity: 'critical',
      description: `A backup or a copy in ${vault} has failed, or did not begin or end in time. Which and why: aws backup list-backup-jobs --by-state FAILED, aws backup list-copy-jobs --by-state FAILED, and ABORTED and EXPIRED.`,
      logGroupName: group.resource.name,
      pattern: `{ ${anyOf(FAILED)} }`,
      threshold: { above: 0 },
      minutes: 5,
    });
  }

  /** None is a failure too, and nothing tells of what was never begun. */
  private watchSilence(
    { naming, topicArn, vault }: BackupAlarmsProps,
    group: LogGroup,
    what: 'backup' | 'copy',
    word: 'Backup' | 'Copy',
  ): void {
    const name = resourceName(naming, 'alarm', `${what}-overdue`);
    const namespace = `${naming.platform}/${naming.environment}`;
    new CloudwatchLogMetricFilter(this, `${what}-done`, {
      name,
      logGroupName: group.resource.name,
      pattern: `{ ($.detail-type = "${word} Job State Change") && ($.detail.state = "COMPLETED") }`,
      metricTransformation: { namespace, name, value: '1' },
    });
    createAlarm(this, `${what}-overdue`, identity(naming, `${what}-overdue`, topicArn), {
      runbook: 'backup-overdue',
      severity: 'critical',
      description: `No ${what} in ${vault} has succeeded for ${OVERDUE_HOURS} hours: one a day is normal. Whether any began: aws backup list-${what}-jobs. None: the plan selects nothing, as before the first deploy of the environment.`,
      namespace,
      metric: name,
      dimensions: {},
      statistic: 'Sum',
      threshold: { below: 1 },
      everyMinutes: HOUR,
      minutes: OVERDUE_HOURS * HOUR,
      silence: 'alarm',
    });
  }
}

/** Source: AWS Backup API Reference, the states of BackupJob and CopyJob. */
const FAILED = ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'];
const ENDED = ['COMPLETED', ...FAILED];

function anyOf(states: readonly string[]): string {
  return states.map((state) => `($.detail.state = "${state}")`).join(' || ');
}

function identity(naming: Naming, name: string, topicArn: string) {
  return { naming, name: resourceName(naming, 'alarm', name), topicArn };
}
