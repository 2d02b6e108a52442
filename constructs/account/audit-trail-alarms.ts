import type { Construct } from 'constructs';
import type { Watch } from '../alarms/watch';
import type { AuditTrail } from './audit-trail';

export interface AuditTrailAlarmsProps {
  readonly alerts: Watch;
  readonly trail: AuditTrail;
  /** ARN of the role whose use is an emergency. */
  readonly breakGlass: string;
}

interface Event {
  readonly description: string;
  /** CloudWatch filter pattern over an event of the trail. */
  readonly pattern: string;
}

/**
 * Tells of what nobody does on an ordinary day. By the trail's log group, which has the events of all regions: a rule of
 * EventBridge sees those of its own, and what is done in the console is often an event of another.
 * Source of the patterns: CIS AWS Foundations Benchmark, "Monitoring".
 */
export function watchAuditTrail(
  scope: Construct,
  { alerts, trail, breakGlass }: AuditTrailAlarmsProps,
): void {
  for (const [name, { description, pattern }] of Object.entries(events(breakGlass))) {
    alerts.addLogAlarm(scope, name, {
      severity: 'critical',
      description: `${description} Who: aws logs tail ${trail.logGroup.name} --since 1h --filter-pattern '${pattern}'`,
      logGroupName: trail.logGroup.resource.name,
      pattern,
      threshold: { above: 0 },
      minutes: 5,
    });
  }
}

function events(breakGlass: string): Readonly<Record<string, Event>> {
  return {
    'break-glass': {
      description: 'Somebody has taken the role for emergencies, or tried to.',
      pattern: `{ ($.eventName = "AssumeRole") && ($.requestParameters.roleArn = "${breakGlass}") }`,
    },
    root: {
      description: "Somebody has used the account's root user.",
      pattern:
        '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
    },
    'trail-changed': {
      description: 'Somebody has changed what is recorded, or ended it.',
      pattern: `{ ($.eventSource = "cloudtrail.amazonaws.com") && (${anyOf('DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail')}) }`,
    },
    'key-deleted': {
      description:
        'Somebody has switched off a key, or is having it deleted, which can be taken back for days.',
      pattern: `{ ($.eventSource = "kms.amazonaws.com") && (${anyOf('DisableKey', 'ScheduleKeyDeletion')}) }`,
    },
  };
}

function anyOf(...names: readonly string[]): string {
  return names.map((name) => `($.eventName = "${name}")`).join(' || ');
}
