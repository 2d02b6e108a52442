import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import { constructId } from '../core/construct-id';
import { type Naming, resourceName } from '../core/naming';
import { policy, type Statement } from '../core/policy';
import type { Protection } from '../core/protection';
import { Key } from '../encryption/key';

export interface AlertTopicProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** Who is written to. Each address gets one mail to confirm, and nothing before that. */
  readonly emails: readonly string[];
}

/** Where alarms and the budget report to, and who hears of it by mail. */
export class AlertTopic extends Construct {
  readonly arn: string;
  /** Whoever publishes needs this key as well. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { naming, protection, emails }: AlertTopicProps) {
    super(scope, id);
    const name = resourceName(naming, 'topic', 'alerts');
    // A key of its own: alarms may not use the one that AWS manages for SNS, and their messages would be lost.
    const key = new Key(this, 'alerts', {
      naming,
      protection,
      description: 'Alerts on their way to whoever is told',
      statements: publishers(naming, '*', ['kms:Decrypt', 'kms:GenerateDataKey*']),
    });
    const topic = new SnsTopic(this, 'Default', {
      name,
      kmsMasterKeyId: key.arn,
      policy: policy(...publishers(naming, arn(naming, 'sns', name), ['sns:Publish'])),
    });
    this.mail(topic, emails);
    this.arn = topic.arn;
    this.keyArn = key.arn;
  }

  private mail(topic: SnsTopic, emails: readonly string[]): void {
    for (const email of new Set(emails)) {
      new SnsTopicSubscription(this, `email-${constructId(email)}`, {
        topicArn: topic.arn,
        protocol: 'email',
        endpoint: email,
      });
    }
  }
}

/** The services that report to the topic, for this account alone, and what they may do with `resource`. */
function publishers(naming: Naming, resource: string, actions: readonly string[]): Statement[] {
  const sources = {
    Alarms: { service: 'cloudwatch', source: arn(naming, 'cloudwatch', 'alarm:*') },
    Budgets: { service: 'budgets', source: arn(naming, 'budgets', '*') },
  };
  return Object.entries(sources).map(([Sid, { service, source }]) => ({
    Sid,
    Principal: { Service: `${service}.amazonaws.com` },
    Action: actions,
    Resource: resource,
    Condition: {
      StringEquals: { 'aws:SourceAccount': naming.account },
      ArnLike: { 'aws:SourceArn': source },
    },
  }));
}
