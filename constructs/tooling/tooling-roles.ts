import { Construct } from 'constructs';
import type { Environment } from '../../parameters/environment';
import type { Project } from '../../parameters/project';
import type { Statement } from '../core/policy';
import { accountNames, roleArn, toolingNames } from '../core/role-names';
import type { ForgeIdentity } from './forge-identity';
import { ForgeRole } from './forge-role';
import { readStates, type StateBucketAccess, writeStates } from './state-access';

export interface ToolingRolesProps {
  readonly project: Project;
  readonly environments: readonly Environment[];
  readonly identity: ForgeIdentity;
  readonly states: StateBucketAccess;
  /** ARN of the zone that the environments' zones hang below. */
  readonly zoneArn: string;
  /** ARN of the zone of this account in which a domain of an environment is entered, by domain. */
  readonly zonesOfDomains: Readonly<Record<string, string>>;
  /** ARNs of the image repositories, by service. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Services, by the names of their image repositories, each with the repository of code that pushes there. */
  readonly applications: readonly (readonly [service: string, repository: string])[];
}

/** What the workflows of the forge may do: each a role that reaches the states it needs, and its counterparts. */
export class ToolingRoles extends Construct {
  private readonly names: ReturnType<typeof toolingNames>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ToolingRolesProps,
  ) {
    super(scope, id);
    this.names = toolingNames(props.project);
    this.createReaders(props);
    for (const environment of props.environments) this.createDeployRole(environment);
    this.createPreviewRole(props);
    this.createPushRole(props);
    for (const [service, repository] of props.applications) this.createApplicationRole(service, repository);
  }

  /** Pull requests plan what nobody has reviewed yet. What looks for drift may read more, and is on the main branch. */
  private createReaders({
    identity,
    project,
    environments,
    states,
    zoneArn,
    zonesOfDomains,
  }: ToolingRolesProps): void {
    const zones = [zoneArn, ...Object.values(zonesOfDomains)];
    const { plan, drift } = accountNames(project);
    const readers = {
      plan: { contexts: ['pull_request', 'environment:plan'], role: plan },
      drift: { contexts: ['environment:drift'], role: drift },
    };
    const stacks = environments.flatMap(({ name }) => stacksOf(name));
    for (const [id, { contexts, role }] of Object.entries(readers)) {
      new ForgeRole(this, id, {
        identity,
        name: this.names[id as keyof typeof readers],
        description: `What ${id} needs of the tooling account`,
        contexts,
        counterparts: environments.map(({ parameters }) => roleArn(project, parameters.account, role)),
        statements: [...readStates(states, stacks), ...readZones(zones)],
      });
    }
  }

  private createDeployRole({ name, parameters }: Environment): void {
    const { identity, project, states, zoneArn, zonesOfDomains } = this.props;
    const stacks = stacksOf(name);
    const domains = Object.entries(parameters.entrance.domains).filter(
      ([, { zoneAccount }]) => zoneAccount === 'tooling',
    );
    const zones = domains.map(([domain]) => zonesOfDomains[domain]!);
    new ForgeRole(this, `deploy-${name}`, {
      identity,
      name: this.names.deploy(name),
      description: `What a deploy of ${name} needs of the tooling account`,
      contexts: [`environment:${name}`],
      counterparts: [roleArn(project, parameters.account, accountNames(project).deploy)],
      // A cluster and its databases, then services, then a look at their health.
      minutes: 120,
      statements: [
        ...readStates(states, stacks),
        ...writeStates(states, stacks),
        ...readZones([zoneArn, ...zones]),
        delegate(zoneArn, `${name}.${project.domain}`),
        ...domains.map(([domain], index) => enter(domain, zones[index]!, index)),
      ],
    });
  }

  private createPreviewRole({ identity, project, environments, states }: ToolingRolesProps): void {
    const hosts = environments.filter(({ parameters }) => parameters.hostsPreviews);
    if (hosts.length === 0) return;
    const stacks = ['preview-*'];
    new ForgeRole(this, 'preview', {
      identity,
      name: this.names.preview,
      description: 'What previews need of the tooling account',
      contexts: ['environment:preview'],
      counterparts: hosts.map(({ parameters }) =>
        roleArn(project, parameters.account, accountNames(project).preview),
      ),
      statements: [
        ...readStates(states, stacks),
        ...writeStates(states, stacks),
        // Of a preview that is gone. Its versions stay for as long as the bucket keeps them.
        {
          Sid: 'ForgetStates',
          Action: 's3:DeleteObject',
          Resource: stacks.map((stack) => `${states.arn}/${stack}.tfstate`),
        },
      ],
    });
  }

  /** Of the repository of an application: it pushes the images of one service. */
  private createApplicationRole(service: string, repository: string): void {
    new ForgeRole(this, `push-${service}`, {
      identity: this.props.identity,
      name: this.names.pushOf(service),
      description: `Pushes images of ${service}`,
      repository,
      contexts: ['environment:push'],
      counterparts: [],
      statements: pushTo([this.props.repositories.get(service)!]),
    });
  }

  private createPushRole({ identity, repositories }: ToolingRolesProps): void {
    new ForgeRole(this, 'push', {
      identity,
      name: this.names.push,
      description: 'Pushes images of services',
      contexts: ['environment:push'],
      counterparts: [],
      statements: pushTo([...repositories.values()]),
    });
  }
}

/** New tags alone: the repositories refuse to move one. */
function pushTo(repositories: readonly string[]): Statement[] {
  return [
    // Of the registry as a whole: there is no other.
    { Sid: 'SignIn', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Sid: 'Push',
      Action: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImageScanFindings',
        'ecr:DescribeImages',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      Resource: repositories,
    },
  ];
}

function stacksOf(environment: string): string[] {
  return [environment, `${environment}-services`];
}

/** To find the zone by its name takes a look at all of them. */
function readZones(zones: readonly string[]): Statement[] {
  return [
    { Sid: 'FindZone', Action: ['route53:GetChange', 'route53:ListHostedZones*'], Resource: '*' },
    {
      Sid: 'ReadZone',
      Action: ['route53:GetHostedZone', 'route53:ListResourceRecordSets', 'route53:ListTagsForResource'],
      Resource: zones.length === 1 ? zones[0]! : [...new Set(zones)],
    },
  ];
}

/** Nothing in the zone but the delegation of the environment's own. */
function delegate(zoneArn: string, domain: string): Statement {
  return {
    Sid: 'DelegateOwnZone',
    Action: 'route53:ChangeResourceRecordSets',
    Resource: zoneArn,
    Condition: {
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': domain,
        'route53:ChangeResourceRecordSetsRecordTypes': 'NS',
      },
    },
  };
}

/** A domain that the environment is reached by, and the record by which AWS sees that it is ours. */
function enter(domain: string, zoneArn: string, index: number): Statement {
  return {
    Sid: `EnterDomain${index + 1}`,
    Action: 'route53:ChangeResourceRecordSets',
    Resource: zoneArn,
    Condition: {
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'CNAME'] },
      'ForAllValues:StringLike': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [domain, `_*.${domain}`],
      },
    },
  };
}
