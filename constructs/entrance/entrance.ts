import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import type { EntranceParameters } from '../../parameters/parameters';
import type { Alerts } from '../alerts/alerts';
import { constructId } from '../core/construct-id';
import { type Naming, resourceName } from '../core/naming';
import type { Protection } from '../core/protection';
import type { LogPipeline } from '../logs/log-pipeline';
import type { Network } from '../network/network';
import { SecurityGroup } from '../network/security-group';
import { type AccessLogs, BALANCER_PREFIX } from '../storage/access-logs';
import { Certificate } from './certificate';
import { watchBalancer } from './entrance-alarms';
import { FurtherDomain } from './further-domain';
import { answerNobody, TLS } from './listener';
import { WebAcl } from './web-acl';
import { Zone } from './zone';

export interface EntranceProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly network: Network;
  readonly logs: LogPipeline;
  readonly alerts: Alerts;
  readonly accessLogs: AccessLogs;
  /** The environment's own domain. Services have names right below it. */
  readonly domain: string;
  /** The domain right above, whose zone exists. */
  readonly parentDomain: string;
  /** Id of that zone. Undefined: it is looked up by its name. */
  readonly parentZoneId?: string;
  /** Whose account holds the parent's zone. Undefined: the environment's own. */
  readonly parentProvider?: AwsProvider;
  readonly parameters: EntranceParameters;
}

/**
 * Receives requests from outside: domain, certificate, firewall and load balancer. It answers every request with 404
 * until a service adds a rule to the listener, and can reach no pod until a service opens a path from `securityGroup`.
 */
export class Entrance extends Construct {
  readonly loadBalancerArn: string;
  /** The end of the ARN, which its metrics are named by. */
  readonly loadBalancerSuffix: string;
  /** The HTTPS listener. */
  readonly listenerArn: string;
  readonly securityGroup: SecurityGroup;
  readonly domain: string;
  /** The public zone of the domain. */
  readonly zoneId: string;
  /** Of the environment's own domain, and the names right below it. */
  readonly certificateArn: string;
  /** Where an alias record of a service points, with `dnsZoneId`. */
  readonly dnsName: string;
  readonly dnsZoneId: string;

  constructor(scope: Construct, id: string, props: EntranceProps) {
    super(scope, id);
    const { naming, logs, alerts, domain, parameters } = props;
    const { requestsPerFiveMinutes } = parameters;
    const zone = new Zone(this, 'zone', props);
    const certificate = new Certificate(this, 'certificate', { alerts, domain, zone });

    this.securityGroup = this.createSecurityGroup(props);
    const balancer = this.createBalancer(props, this.securityGroup);
    const listener = this.answerHttps(balancer, certificate);
    this.redirectHttp(balancer);
    this.createAlias(domain, zone, balancer);
    this.addDomains(props, listener, certificate);

    const loadBalancerArn = balancer.arn;
    new WebAcl(this, 'web-acl', { naming, logs, alerts, loadBalancerArn, requestsPerFiveMinutes });
    watchBalancer(this, balancer.arnSuffix, alerts);

    this.loadBalancerArn = loadBalancerArn;
    this.loadBalancerSuffix = balancer.arnSuffix;
    this.listenerArn = listener.arn;
    this.domain = domain;
    this.zoneId = zone.id;
    this.certificateArn = certificate.arn;
    this.dnsName = balancer.dnsName;
    this.dnsZoneId = balancer.zoneId;
  }

  private createSecurityGroup({ naming, network, parameters }: EntranceProps): SecurityGroup {
    const group = new SecurityGroup(this, 'security-group', {
      naming,
      vpcId: network.vpcId,
      name: 'entrance',
      description: 'The load balancer that the outside reaches',
    });
    for (const cidr of new Set(parameters.allowedCidrs)) {
      const name = cidr.replace(/[./]/g, '-');
      const peer = { cidr };
      group.allowFrom(`https-${name}`, { peer, port: 443, description: `HTTPS from ${cidr}` });
      group.allowFrom(`http-${name}`, {
        peer,
        port: 80,
        description: `To be redirected to HTTPS, from ${cidr}`,
      });
    }
    return group;
  }

  private createBalancer(
    { naming, protection, network, accessLogs, parameters }: EntranceProps,
    securityGroup: SecurityGroup,
  ): Lb {
    return new Lb(this, 'Default', {
      name: resourceName(naming, 'loadBalancer', 'entrance'),
      loadBalancerType: 'application',
      internal: false,
      subnets: [...network.publicSubnetIds],
      securityGroups: [securityGroup.id],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      idleTimeout: parameters.idleSeconds,
      enableDeletionProtection: protection.enabled,
      accessLogs: { enabled: true, bucket: accessLogs.bucketName, prefix: BALANCER_PREFIX },
      // AWS refuses a public load balancer without a way to the internet.
      dependsOn: [network.internet],
    });
  }

  private answerHttps(balancer: Lb, certificate: Certificate): LbListener {
    return new LbListener(this, 'https', {
      ...TLS,
      loadBalancerArn: balancer.arn,
      certificateArn: certificate.arn,
      defaultAction: [answerNobody()],
    });
  }

  private redirectHttp(balancer: Lb): void {
    new LbListener(this, 'http', {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [
        { type: 'redirect', redirect: { statusCode: 'HTTP_301', protocol: 'HTTPS', port: '443' } },
      ],
    });
  }

  private addDomains(
    { alerts, parameters, parentProvider }: EntranceProps,
    { arn: listenerArn }: LbListener,
    own: Certificate,
  ): void {
    for (const [domain, its] of Object.entries(parameters.domains)) {
      new FurtherDomain(this, `domain-${constructId(domain)}`, {
        alerts,
        domain,
        parameters: its,
        toolingProvider: its.zoneAccount === 'tooling' ? parentProvider : undefined,
        listenerArn,
        own,
      });
    }
  }

  private createAlias(domain: string, zone: Zone, balancer: Lb): void {
    new Route53Record(this, 'alias', {
      zoneId: zone.id,
      name: domain,
      type: 'A',
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
    });
  }
}
