import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import type { TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import { digestOf } from '../../declarations/digest-of';
import { TerraformData } from '../core/terraform-data';
import type { Alarm } from './alarm';
import { withRunbook } from './runbook';

export interface AnyAlarmProps {
  /** With `namedBySet` what the name begins with. */
  readonly name: string;
  /**
   * Whether each set of alarms has a composite alarm of another name. Then the next one is there, and used, before the
   * last one goes: whatever depends on it is never without. Default: it keeps its name.
   */
  readonly namedBySet?: boolean;
  readonly description: string;
  /** Its page in `docs/runbooks/alarms/`, without `.md`. */
  readonly runbook: string;
  readonly alarms: readonly Alarm[];
  /** Topic that is notified. Undefined: none. */
  readonly topicArn?: string;
}

/** Source: Amazon CloudWatch API Reference, PutCompositeAlarm. */
const RULE = { children: 100, characters: 10_240 };
const OR = ' OR ';

/**
 * A composite alarm that goes off when any of several alarms does.
 *
 * AWS refuses to delete an alarm while a composite alarm names it, and Terraform deletes removed alarms before it
 * updates the composite alarm. So a composite alarm is replaced whenever its set of alarms changes: deleted first,
 * unless the next one has another name. Nothing that has create_before_destroy may depend on one that keeps its name:
 * Terraform would make the next one first, and then delete it by that name.
 */
export class AnyAlarm extends Construct {
  /** In CloudWatch. */
  readonly alarmName: string;
  /** For `dependsOn`. */
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: AnyAlarmProps) {
    super(scope, id);
    const { namedBySet, description, runbook, alarms, topicArn } = props;
    const names = alarms.map((alarm) => alarm.name);
    const name = namedBySet ? `${props.name}-${digestOf(names.join('\n'))}` : props.name;
    this.alarmName = name;
    const set = new TerraformData(this, 'set', { input: { alarms: names } });
    // As text: for the element itself CDKTF writes an expression, which Terraform refuses here.
    const lifecycle = {
      replaceTriggeredBy: [`terraform_data.${set.friendlyUniqueId}`],
      createBeforeDestroy: namedBySet,
    };
    const parts = divide(alarms);
    const children =
      parts.length === 1
        ? alarms.map(({ resource }) => resource)
        : parts.map((part, index) => this.createPart({ name, runbook }, index + 1, part, lifecycle));

    const actions = topicArn === undefined ? undefined : [topicArn];
    this.resource = new CloudwatchCompositeAlarm(this, 'Default', {
      alarmName: name,
      alarmDescription: withRunbook(this, description, runbook),
      alarmRule: anyOf(children),
      alarmActions: actions,
      okActions: actions,
      lifecycle,
    });
  }

  /** If the alarms don't fit into one rule, several composite alarms without a topic each hold a part. */
  private createPart(
    { name, runbook }: Pick<AnyAlarmProps, 'name' | 'runbook'>,
    number: number,
    alarms: readonly Alarm[],
    lifecycle: TerraformResourceLifecycle,
  ): CloudwatchCompositeAlarm {
    return new CloudwatchCompositeAlarm(this, `part-${number}`, {
      alarmName: `${name}-${number}`,
      alarmDescription: withRunbook(this, `Part ${number} of ${name}.`, runbook),
      alarmRule: anyOf(alarms.map(({ resource }) => resource)),
      lifecycle,
    });
  }
}

/** Splits the alarms, in order, into parts that each fit into one rule. */
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

/** The rule refers to the alarms, as CloudWatch refuses a rule about an alarm that does not exist yet. */
function anyOf(alarms: readonly { readonly alarmName: string }[]): string {
  return alarms.map(({ alarmName }) => `ALARM("${alarmName}")`).join(OR);
}
