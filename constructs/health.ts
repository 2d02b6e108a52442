import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import type { TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import type { Alarm } from './alerts';
import { type Naming, resourceName } from './naming';
import { TerraformData } from './terraform-data';

export interface HealthProps {
  readonly naming: Naming;
  /** The critical alarms. */
  readonly alarms: readonly Alarm[];
  readonly topicArn: string;
  readonly dashboardUrl: string;
}

/** Source: Amazon CloudWatch API Reference, PutCompositeAlarm. */
const RULE = { children: 100, characters: 10_240 };
const OR = ' OR ';

/**
 * One alarm over all critical ones: the environment is unhealthy while any of them is in alarm.
 *
 * AWS refuses to delete an alarm while a rule names it, and Terraform deletes what is gone before it changes
 * what is left. So the alarm is made anew, deleted first, whenever another set is summed up.
 */
export class Health extends Construct {
  constructor(scope: Construct, id: string, { naming, alarms, topicArn, dashboardUrl }: HealthProps) {
    super(scope, id);
    if (alarms.length === 0) throw new Error(`${this.node.path}: no critical alarm, so nothing would page`);
    const set = new TerraformData(this, 'set', { input: { alarms: alarms.map(({ name }) => name) } });
    // By its address: given the element, CDKTF writes an expression, which Terraform refuses here.
    const lifecycle = { replaceTriggeredBy: [`terraform_data.${set.friendlyUniqueId}`] };
    const parts = divide(alarms);
    const children =
      parts.length === 1
        ? alarms.map(({ resource }) => resource)
        : parts.map((part, index) => this.createPart(naming, `${index + 1}`, part, lifecycle));

    new CloudwatchCompositeAlarm(this, 'Default', {
      alarmName: healthAlarmName(naming),
      alarmDescription: `${naming.environment} is unhealthy: at least one critical alarm went off. See which: ${dashboardUrl}`,
      alarmRule: anyOf(children),
      alarmActions: [topicArn],
      okActions: [topicArn],
      lifecycle,
    });
  }

  /** Alarms that don't fit into one rule are summed up in parts, which tell nobody. */
  private createPart(
    naming: Naming,
    number: string,
    alarms: readonly Alarm[],
    lifecycle: TerraformResourceLifecycle,
  ): CloudwatchCompositeAlarm {
    return new CloudwatchCompositeAlarm(this, `part-${number}`, {
      alarmName: resourceName(naming, 'alarm', 'unhealthy', number),
      alarmDescription: `Part ${number} of ${healthAlarmName(naming)}`,
      alarmRule: anyOf(alarms.map(({ resource }) => resource)),
      lifecycle,
    });
  }
}

/** Known before there is an alarm to sum up. */
export function healthAlarmName(naming: Naming): string {
  return resourceName(naming, 'alarm', 'unhealthy');
}

/** In order, in parts of which each fits into one rule. */
export function divide<T extends { readonly name: string }>(alarms: readonly T[]): T[][] {
  const parts: T[][] = [[]];
  for (const alarm of alarms) {
    const part = parts.at(-1)!;
    const rule = anyOf([...part, alarm].map(({ name }) => ({ alarmName: name })));
    if (part.length < RULE.children && rule.length <= RULE.characters) part.push(alarm);
    else parts.push([alarm]);
  }
  return parts;
}

/** Refers to the alarms, as CloudWatch refuses a rule over an alarm that is not there yet. */
function anyOf(alarms: readonly { readonly alarmName: string }[]): string {
  return alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(OR);
}
