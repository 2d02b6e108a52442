import { Construct } from 'constructs';
import { createLogAlarm } from '../alarms/alarm';
import { AlertTopic } from '../alerts/alert-topic';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import type { Protection } from '../core/protection';
import type { AuditTrail } from './audit-trail';

export interface AuditTrailAlarmsProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly trail: AuditTrail;
  /** Who is written to. */
  readonly emails: readonly string[];
  /** ARN of the role whose use is an emergency. Undefined: the account has none. */
  readonly breakGlass?: string;
  /** Names of the roles that read secrets on an ordinary day; `*` stands for anything. Undefined: there are no secrets. */
  readonly readers?: readonly string[];
  /** Whether the account holds backups. Default: it does not. */
  readonly backups?: boolean;
}

interface Event {
  readonly description: string;
  /** CloudWatch filter pattern over an event of the trail. */
  readonly pattern: string;
}

/**
 * Alarms on actions that are never routine. They read the trail's log group, which has the events of all regions. A
 * rule of EventBridge sees only its own region, and actions in the console are often events of another region. Source
 * of the patterns: CIS AWS Foundations Benchmark, "Monitoring".
 */
export class AuditTrailAlarms extends Construct {
  readonly topicArn: string;
  /** ARN of the key of the topic. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: AuditTrailAlarmsProps) {
    super(scope, id);
    const { naming, protection, emails, trail } = props;
    const topic = new AlertTopic(this, 'topic', { naming, protection, emails });
    for (const [name, { description, pattern }] of Object.entries(events(props))) {
      createLogAlarm(
        this,
        name,
        { naming, name: resourceName(naming, 'alarm', name), topicArn: topic.arn },
        {
          runbook: `account-${name}`,
          severity: 'critical',
          description: `${description} Who: aws logs tail ${trail.logGroup.name} --since 1h --filter-pattern '${pattern}'`,
          logGroupName: trail.logGroup.resource.name,
          pattern,
          threshold: { above: 0 },
          minutes: 5,
        },
      );
    }
    this.topicArn = topic.arn;
    this.keyArn = topic.keyArn;
  }
}

function events({
  naming,
  breakGlass,
  readers,
  backups = false,
}: AuditTrailAlarmsProps): Readonly<Record<string, Event>> {
  return {
    ...(backups && { 'backups-changed': BACKUPS_CHANGED }),
    ...(breakGlass && { 'break-glass': assumed(breakGlass) }),
    ...(readers && { 'secret-read': readByOthers(readers) }),
    root: {
      description: "Somebody has used the account's root user.",
      pattern:
        '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
    },
    'trail-changed': {
      description: 'Somebody has changed what the audit trail records, or stopped it.',
      pattern: `{ ($.eventSource = "cloudtrail.amazonaws.com") && (${anyOf('DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail')}) }`,
    },
    'alarm-silenced': {
      description:
        'Somebody has taken an address from those that hear of these alarms, or filtered what it hears.',
      pattern: `{ ($.eventSource = "sns.amazonaws.com") && (${anyOf('SetSubscriptionAttributes', 'Unsubscribe')}) && ($.requestParameters.subscriptionArn = "${arn(naming, 'sns', resourceName(naming, 'topic', 'alerts'))}:*") }`,
    },
    'key-deleted': {
      description:
        'Somebody has disabled a key or scheduled its deletion. The deletion can be cancelled for some days.',
      pattern: `{ ($.eventSource = "kms.amazonaws.com") && (${anyOf('DisableKey', 'ScheduleKeyDeletion')}) }`,
    },
  };
}

/** What a deploy of the account's stack does as well, when it changes what is backed up. */
const BACKUPS_CHANGED: Event = {
  description:
    'Somebody has changed what is backed up, a vault, its lock or who may use it, or has tried to delete a backup.',
  pattern: `{ ($.eventSource = "backup.amazonaws.com") && (${anyOf(
    'DeleteBackupPlan',
    'DeleteBackupSelection',
    'DeleteBackupVault',
    'DeleteBackupVaultAccessPolicy',
    'DeleteBackupVaultLockConfiguration',
    'DeleteRecoveryPoint',
    'PutBackupVaultAccessPolicy',
    'PutBackupVaultLockConfiguration',
    'StopBackupJob',
    'UpdateBackupPlan',
    'UpdateRecoveryPointLifecycle',
  )}) }`,
};

function assumed(roleArn: string): Event {
  return {
    description: 'Somebody has assumed the role for emergencies, or tried to.',
    pattern: `{ ($.eventName = "AssumeRole") && ($.requestParameters.roleArn = "${roleArn}") }`,
  };
}

/** A service that reads for somebody, such as RDS, says so in `invokedBy`. */
function readByOthers(readers: readonly string[]): Event {
  const others = readers.map((name) => `($.userIdentity.sessionContext.sessionIssuer.userName != "${name}")`);
  return {
    description: 'Somebody has read a secret, or tried to, by a role that no service and no deploy has.',
    pattern: `{ ($.eventSource = "secretsmanager.amazonaws.com") && (${anyOf('BatchGetSecretValue', 'GetSecretValue')}) && ($.userIdentity.invokedBy NOT EXISTS) && ${others.join(' && ')} }`,
  };
}

function anyOf(...names: readonly string[]): string {
  return names.map((name) => `($.eventName = "${name}")`).join(' || ');
}
