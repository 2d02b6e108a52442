import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct } from 'constructs';
import { subnet } from '../../parameters/cidr';
import type { NetworkParameters } from '../../parameters/parameters';
import { zonesOf } from '../../parameters/zones';
import type { Alerts } from '../alerts/alerts';
import type { Naming } from '../core/naming';
import { endpointService } from '../core/partition';
import type { LogPipeline } from '../logs/log-pipeline';
import { recordFlows } from './flow-logs';
import { SecurityGroup } from './security-group';

export interface NetworkProps {
  readonly naming: Naming;
  readonly logs: LogPipeline;
  readonly alerts: Alerts;
  readonly parameters: NetworkParameters;
  /** Whether Session Manager is to reach hosts that have no way to the internet. Default: false. */
  readonly sessions?: boolean;
}

/** By the letter of the zone, in the order of the parameter. */
type ByZone<T> = ReadonlyMap<string, T>;

/**
 * How the VPC is divided into subnets: the prefix is added to the VPC's own. Each private subnet takes a quarter,
 * because every pod has an address there. The last quarter is divided among the other subnets, and part of it stays
 * free.
 */
const LAYOUT = {
  private: { bits: 2, first: 0 },
  public: { bits: 6, first: 48 },
  data: { bits: 6, first: 52 },
} as const;
type Tier = keyof typeof LAYOUT;

/**
 * A VPC over two or three zones: public subnets for the load balancer, private ones for workloads, and data subnets
 * without any way to the internet.
 */
export class Network extends Construct {
  readonly vpcId: string;
  readonly cidr: string;
  /** Where load balancers speak from. */
  readonly publicCidrs: readonly string[];
  /** Where databases and caches answer. */
  readonly dataCidrs: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly dataSubnetIds: readonly string[];
  /** Group of the interface endpoints. Undefined: there are none. */
  readonly endpointGroup?: SecurityGroup;
  private readonly zones: readonly string[];
  /** For `dependsOn` of what AWS refuses in a network without a way to the internet. */
  readonly internet: Route;

  constructor(scope: Construct, id: string, { naming, logs, alerts, parameters, sessions }: NetworkProps) {
    super(scope, id);
    const endpoints = [...new Set([...parameters.interfaceEndpoints, ...(sessions ? SESSION_MANAGER : [])])];
    this.zones = zonesOf(naming.region, parameters);
    const vpc = this.createVpc(naming, parameters);
    recordFlows(this, { naming, vpcId: vpc.id, logs, to: parameters.flowLogs });

    const publicSubnets = this.createSubnets('public', naming, vpc, parameters);
    const privateSubnets = this.createSubnets('private', naming, vpc, parameters);
    const dataSubnets = this.createSubnets('data', naming, vpc, parameters);

    this.internet = this.routeToInternet(naming, vpc, publicSubnets);
    const gateways = this.createNatGateways(naming, publicSubnets, parameters, this.internet, alerts);
    const tables = this.routeThroughNat(naming, vpc, privateSubnets, gateways);
    const dataTable = this.routeNowhere(naming, vpc, dataSubnets);

    this.reachS3(naming, vpc, [...tables.values(), dataTable]);
    this.endpointGroup = this.reachServices(naming, vpc, privateSubnets, parameters.cidr, endpoints);

    this.vpcId = vpc.id;
    this.cidr = parameters.cidr;
    this.publicCidrs = this.cidrsOf('public', parameters.cidr);
    this.dataCidrs = this.cidrsOf('data', parameters.cidr);
    this.publicSubnetIds = ids(publicSubnets);
    this.privateSubnetIds = ids(privateSubnets);
    this.dataSubnetIds = ids(dataSubnets);
  }

  private byZone<T>(make: (zone: string, index: number) => T): ByZone<T> {
    return new Map(this.zones.map((zone, index) => [zone, make(zone, index)]));
  }

  private cidrsOf(tier: Tier, cidr: string): string[] {
    return this.zones.map((_, index) => block(tier, cidr, index));
  }

  private createVpc({ environment }: Naming, { cidr }: NetworkParameters): Vpc {
    const vpc = new Vpc(this, 'Default', {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: environment },
    });
    // Adopted only to take its rules away: whatever forgets to name a group gets one that is closed.
    new DefaultSecurityGroup(this, 'default-security-group', { vpcId: vpc.id, tags: { Name: 'closed' } });
    return vpc;
  }

  private createSubnets(tier: Tier, naming: Naming, vpc: Vpc, { cidr }: NetworkParameters): ByZone<Subnet> {
    return this.byZone(
      (zone, index) =>
        new Subnet(this, `${tier}-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: `${naming.region}${zone}`,
          cidrBlock: block(tier, cidr, index),
          mapPublicIpOnLaunch: false,
          tags: { Name: `${naming.environment}-${tier}-${zone}`, ...ROLE_TAGS[tier] },
        }),
    );
  }

  private routeToInternet({ environment }: Naming, vpc: Vpc, subnets: ByZone<Subnet>): Route {
    const gateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: vpc.id,
      tags: { Name: environment },
    });
    const table = this.createTable('public', environment, vpc, subnets);
    return new Route(this, 'public-internet', {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
    });
  }

  private createNatGateways(
    { environment }: Naming,
    subnets: ByZone<Subnet>,
    { natGateways }: NetworkParameters,
    internet: Route,
    alerts: Alerts,
  ): NatGateway[] {
    return this.zones.slice(0, natGateways).map((zone) => {
      const tags = { Name: `${environment}-${zone}` };
      const address = new Eip(this, `nat-address-${zone}`, { domain: 'vpc', tags });
      const gateway = new NatGateway(this, `nat-${zone}`, {
        allocationId: address.id,
        subnetId: subnets.get(zone)!.id,
        tags,
        dependsOn: [internet],
      });
      alerts.addMetricAlarm(this, `nat-${zone}-ports`, {
        description: `The NAT gateway of zone ${zone} has no port left for new connections. Look for a workload that opens too many connections, then raise network.natGateways.`,
        runbook: 'network-nat-ports',
        severity: 'warning',
        namespace: 'AWS/NATGateway',
        metric: 'ErrorPortAllocation',
        dimensions: { NatGatewayId: gateway.id },
        statistic: 'Sum',
        threshold: { above: 0 },
        minutes: 5,
      });
      return gateway;
    });
  }

  private routeThroughNat(
    { environment }: Naming,
    vpc: Vpc,
    subnets: ByZone<Subnet>,
    gateways: readonly NatGateway[],
  ): ByZone<RouteTable> {
    return this.byZone((zone, index) => {
      const table = this.createTable(
        `private-${zone}`,
        environment,
        vpc,
        new Map([[zone, subnets.get(zone)!]]),
      );
      new Route(this, `private-${zone}-internet`, {
        routeTableId: table.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: gateways[index % gateways.length]!.id,
      });
      return table;
    });
  }

  private routeNowhere({ environment }: Naming, vpc: Vpc, subnets: ByZone<Subnet>): RouteTable {
    return this.createTable('data', environment, vpc, subnets);
  }

  private createTable(name: string, environment: string, vpc: Vpc, subnets: ByZone<Subnet>): RouteTable {
    const table = new RouteTable(this, `${name}-routes`, {
      vpcId: vpc.id,
      tags: { Name: `${environment}-${name}` },
    });
    for (const [zone, { id }] of subnets) {
      const tier = name.split('-')[0];
      new RouteTableAssociation(this, `${tier}-${zone}-association`, {
        routeTableId: table.id,
        subnetId: id,
      });
    }
    return table;
  }

  /** Free, and keeps image layers and logs off the NAT gateways. */
  private reachS3(naming: Naming, vpc: Vpc, tables: readonly RouteTable[]): void {
    new VpcEndpoint(this, 'endpoint-s3', {
      vpcId: vpc.id,
      vpcEndpointType: 'Gateway',
      serviceName: endpointService(naming.region, 's3'),
      routeTableIds: tables.map(({ id }) => id),
      tags: { Name: `${naming.environment}-s3` },
    });
  }

  private reachServices(
    naming: Naming,
    vpc: Vpc,
    subnets: ByZone<Subnet>,
    cidr: string,
    services: readonly string[],
  ): SecurityGroup | undefined {
    if (services.length === 0) return undefined;
    const group = new SecurityGroup(this, 'endpoint-group', {
      naming,
      vpcId: vpc.id,
      name: 'endpoints',
      description: 'Interface endpoints of AWS services',
    });
    group.allowFrom('vpc', {
      peer: { cidr },
      port: 443,
      description: 'Everything in the VPC may call AWS services; IAM decides the rest',
    });
    for (const service of services) {
      new VpcEndpoint(this, `endpoint-${service.replace('.', '-')}`, {
        vpcId: vpc.id,
        vpcEndpointType: 'Interface',
        serviceName: endpointService(naming.region, service),
        privateDnsEnabled: true,
        subnetIds: ids(subnets),
        securityGroupIds: [group.id],
        tags: { Name: `${naming.environment}-${service}` },
      });
    }
    return group;
  }
}

/**
 * What the agent of Session Manager calls; since its version 3.3.40 it does without `ec2messages`.
 * Source: Systems Manager User Guide, "Improve the security of EC2 instances by using VPC endpoints".
 */
const SESSION_MANAGER = ['ssm', 'ssmmessages'];

/** Where Kubernetes puts load balancers. */
const ROLE_TAGS: Readonly<Record<Tier, Record<string, string>>> = {
  public: { 'kubernetes.io/role/elb': '1' },
  private: { 'kubernetes.io/role/internal-elb': '1' },
  data: {},
};

/** The addresses of a tier's subnet in a zone. */
function block(tier: Tier, cidr: string, zone: number): string {
  const { bits, first } = LAYOUT[tier];
  return subnet(cidr, Number(cidr.split('/')[1]) + bits, first + zone);
}

function ids(subnets: ByZone<Subnet>): string[] {
  return [...subnets.values()].map(({ id }) => id);
}
