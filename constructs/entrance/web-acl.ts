import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import type { Alerts } from '../alerts/alerts';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { policy } from '../core/policy';
import type { LogPipeline } from '../logs/log-pipeline';

export interface WebAclProps {
  readonly naming: Naming;
  readonly logs: LogPipeline;
  readonly alerts: Alerts;
  /** What it stands in front of. */
  readonly loadBalancerArn: string;
  /** One address that sends more is blocked until it slows down. */
  readonly requestsPerFiveMinutes: number;
}

/** Blocks requests that are known to be bad, and addresses that send too many; logs every request. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { naming, logs, alerts, loadBalancerArn, requestsPerFiveMinutes } = props;
    const name = resourceName(naming, 'webAcl', 'entrance');
    const acl = this.createAcl(name, requestsPerFiveMinutes);
    this.log(naming, name, acl, logs);
    this.watch(name, naming, requestsPerFiveMinutes, alerts);
    new Wafv2WebAclAssociation(this, 'association', { resourceArn: loadBalancerArn, webAclArn: acl.arn });
  }

  private createAcl(name: string, requestsPerFiveMinutes: number): Wafv2WebAcl {
    return new Wafv2WebAcl(this, 'Default', {
      name,
      description: 'In front of the load balancer',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: [
        managed(0, 'AWSManagedRulesAmazonIpReputationList'),
        managed(1, 'AWSManagedRulesKnownBadInputsRuleSet'),
        // Counted only: it blocks every body above 8 KiB, which an upload has.
        managed(2, 'AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY']),
        rateLimit(3, requestsPerFiveMinutes),
      ],
      visibilityConfig: visible(name),
    });
  }

  private log(naming: Naming, name: string, acl: Wafv2WebAcl, logs: LogPipeline): void {
    // WAF writes to no group whose name begins otherwise.
    const group = logs.addGroup(this, 'log-group', `aws-waf-logs-${name}`);
    const rights = new CloudwatchLogResourcePolicy(this, 'log-rights', {
      policyName: name,
      policyDocument: policy({
        Sid: 'LogsOfTheWebAcl',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${group.arn}:*`,
        Condition: {
          StringEquals: { 'aws:SourceAccount': naming.account },
          ArnLike: { 'aws:SourceArn': arn(naming, 'logs', '*') },
        },
      }),
    });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn: acl.arn,
      logDestinationConfigs: [group.resource.arn],
      redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { name } })),
      // WAF would give itself the rights, by a policy that nobody deletes.
      dependsOn: [rights],
    });
  }

  private watch(name: string, { region }: Naming, requestsPerFiveMinutes: number, alerts: Alerts): void {
    alerts.addMetricAlarm(this, 'blocked', {
      description: `The firewall blocks more requests than a single address may send. Look in the log group aws-waf-logs-${name} for the rule and the addresses. It is an attack, or a release sends requests that a rule refuses.`,
      runbook: 'entrance-firewall',
      severity: 'warning',
      namespace: 'AWS/WAFV2',
      metric: 'BlockedRequests',
      dimensions: { WebACL: name, Region: region, Rule: 'ALL' },
      statistic: 'Sum',
      threshold: { above: requestsPerFiveMinutes },
      minutes: 5,
    });
  }
}

/** A rule group that AWS keeps current. */
function managed(priority: number, name: string, counted: readonly string[] = []): Wafv2WebAclRule {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    // The bindings hand a statement on as it is, so in the provider's own words.
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name,
        rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}

function rateLimit(priority: number, requestsPerFiveMinutes: number): Wafv2WebAclRule {
  return {
    name: 'rate-limit',
    priority,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rate_based_statement: {
        limit: requestsPerFiveMinutes,
        evaluation_window_sec: 300,
        aggregate_key_type: 'IP',
      },
    },
    visibilityConfig: visible('rate-limit'),
  };
}

const visible = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});
