import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { Construct } from 'constructs';
import { type Naming, resourceName } from '../core/naming';
import type { AlertTopic } from './alert-topic';

export interface BudgetProps {
  readonly naming: Naming;
  readonly topic: AlertTopic;
  readonly monthlyUsd: number;
}

/** Says when the account's costs of a month come near the limit. Nothing is stopped. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { naming, topic, monthlyUsd }: BudgetProps) {
    super(scope, id);
    const notify = (notificationType: 'ACTUAL' | 'FORECASTED', percent: number) => ({
      notificationType,
      comparisonOperator: 'GREATER_THAN',
      threshold: percent,
      thresholdType: 'PERCENTAGE',
      subscriberSnsTopicArns: [topic.arn],
    });
    new BudgetsBudget(this, 'Default', {
      name: resourceName(naming, 'budget', 'monthly'),
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: `${monthlyUsd}`,
      limitUnit: 'USD',
      notification: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
    });
  }
}
