import type { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import type { Construct } from 'constructs';
import type { Watch } from '../alarms/watch';

export interface BalancerAlarmsProps {
  readonly alerts: Watch;
  /** The part of the load balancer's ARN that names it in metrics. */
  readonly suffix: string;
}

export interface CertificateAlarmsProps {
  readonly alerts: Watch;
  readonly certificate: AcmCertificate;
  readonly domain: string;
}

export interface WebAclAlarmsProps {
  readonly alerts: Watch;
  readonly name: string;
  readonly region: string;
  readonly requestsPerFiveMinutes: number;
}

export function watchBalancer(scope: Construct, { alerts, suffix }: BalancerAlarmsProps): void {
  const common = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: suffix },
    statistic: 'Sum',
    minutes: 5,
  };
  alerts.addMetricAlarm(scope, 'errors', {
    ...common,
    description:
      'The load balancer itself answers 5xx: no healthy pod, or pods that hang up. Look which target group has no healthy target, then at its pods.',
    severity: 'critical',
    metric: 'HTTPCode_ELB_5XX_Count',
    threshold: { above: 20 },
  });
  alerts.addMetricAlarm(scope, 'service-errors', {
    ...common,
    description:
      'Services answer 5xx to more than 5 % of requests: look at their errors in the application log, and at what was released last.',
    severity: 'critical',
    metric: 'HTTPCode_Target_5XX_Count',
    percentOf: 'RequestCount',
    threshold: { above: 5 },
  });
  alerts.addMetricAlarm(scope, 'rejected', {
    ...common,
    description:
      'The load balancer is out of connections and turns clients away: look for a flood in the firewall log; AWS adds capacity by itself within minutes.',
    severity: 'critical',
    metric: 'RejectedConnectionCount',
    threshold: { above: 0 },
  });
  alerts.addMetricAlarm(scope, 'latency', {
    ...common,
    description:
      'One request in a hundred takes more than 2 s: look which service is slow, then at its database and at whether it has reached its highest number of replicas.',
    severity: 'warning',
    metric: 'TargetResponseTime',
    statistic: 'p99',
    threshold: { above: 2 },
    minutes: 15,
  });
}

export function watchCertificate(
  scope: Construct,
  { alerts, certificate, domain }: CertificateAlarmsProps,
): void {
  alerts.addMetricAlarm(scope, 'expiry', {
    description: `The certificate of ${domain} runs out within 30 days, though AWS renews it 60 days before: its validation record or the delegation of the domain is gone. Deploy again.`,
    severity: 'warning',
    namespace: 'AWS/CertificateManager',
    metric: 'DaysToExpiry',
    dimensions: { CertificateArn: certificate.arn },
    statistic: 'Minimum',
    threshold: { below: 30 },
    minutes: 1440,
    everyMinutes: 1440,
  });
}

export function watchWebAcl(
  scope: Construct,
  { alerts, name, region, requestsPerFiveMinutes }: WebAclAlarmsProps,
): void {
  alerts.addMetricAlarm(scope, 'blocked', {
    description: `The firewall blocks more requests than one address may send at all: look in the log group aws-waf-logs-${name} for the rule and the addresses. An attack, or a release that sends what a rule refuses.`,
    severity: 'warning',
    namespace: 'AWS/WAFV2',
    metric: 'BlockedRequests',
    dimensions: { WebACL: name, Region: region, Rule: 'ALL' },
    statistic: 'Sum',
    threshold: { above: requestsPerFiveMinutes },
    minutes: 5,
  });
}
