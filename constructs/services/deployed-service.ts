import type { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Binding } from '../../declarations/binding';
import { isInternal } from '../../declarations/host';
import type { Service as Declaration } from '../../declarations/service';
import { scales } from '../../parameters/deployments';
import { entryOf } from '../../parameters/entry-of';
import type { ProcessParameters, ServiceParameters } from '../../parameters/service-parameters';
import { pinned, type Running, slugOf, versionsOf } from '../../parameters/version';
import type { Registry } from '../tooling/registry';
import type { LogMetrics } from './alarms/log-metrics';
import { ServiceAlarms } from './alarms/service-alarms';
import { ServiceDashboard } from './alarms/service-dashboard';
import { grantsOf } from './bindings/grants';
import type { SharedBindings } from './bindings/shared-bindings';
import { type Grant, together } from './pods/grant';
import { Admin } from './pods/jobs/admin';
import { Release } from './pods/jobs/release';
import { ScheduledJob } from './pods/jobs/scheduled-job';
import { allowEgress, allowIngress, type Caller, type LetIn } from './pods/network-policies';
import { allowOutside } from './pods/outside-policies';
import { ProcessDeployment, trackOf } from './pods/processes/process-deployment';
import { RolledOut } from './pods/processes/rolled-out';
import { mostScratch } from './pods/scratch';
import { ServiceAccount } from './pods/service-account';
import { ProcessRoutes } from './routes/process-routes';
import type { Routing } from './routes/routing';
import type { Group } from './runtime/group';
import { namespaceOf, type Runtime } from './runtime/runtime';
import { variablesOf } from './service-variables';

export interface ServiceProps {
  readonly runtime: Runtime;
  readonly name: string;
  readonly declaration: Declaration;
  readonly parameters: ServiceParameters;
  readonly group: Group;
  readonly registry: Registry;
  readonly routing: Routing;
  readonly shared: SharedBindings;
  /** What its `bind` list means. */
  readonly bindings: readonly Binding[];
  /** Feature flags, where it declares some. */
  readonly flags?: Grant;
  /** Counts what services log. Undefined in a preview. */
  readonly logs?: LogMetrics;
  /** The services that bind it. */
  readonly callers: readonly Caller[];
  /** What must be there before this one can call another service. */
  startOf(service: string): readonly ITerraformDependable[];
}

/** A version that runs, and what all of its pods are given. */
interface Version {
  readonly group: string;
  readonly namespace: string;
  readonly service: string;
  readonly preview?: string;
  readonly serviceAccount: string;
  readonly running: Running;
  readonly track: string;
  readonly image: string;
  readonly grant: Pick<Grant, 'variables' | 'mounts'>;
  /** What must be there before one of its pods starts. */
  readonly after: readonly ITerraformDependable[];
}

/** A process that runs. */
interface Run {
  readonly process: string;
  /** In each version that it runs in, the first one first. */
  readonly deployments: readonly ProcessDeployment[];
  readonly routes?: ProcessRoutes;
  readonly letIn: LetIn;
}

/** What a service may do, by what it is for. */
interface Given {
  readonly grant: Grant;
  readonly rights: Readonly<Record<string, Grant['statements']>>;
}

/** One service with all that it needs, in the cluster and in AWS. */
export class DeployedService extends Construct {
  /** The pods of its processes. */
  readonly started: readonly ITerraformDependable[];
  /** Undefined in a preview, for which nobody is on call. */
  readonly alarms?: ServiceAlarms;
  private readonly runs: readonly Run[];

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { grant, rights } = this.bind(props);
    const account = this.identify(props, rights);
    const versions = versionsOf(props.parameters).map((running, index) =>
      this.release(props, grant, account, running, trackOf(running, index)),
    );
    const [stable] = versions as [Version, ...Version[]];
    this.runs = Object.keys(props.declaration.processes ?? {}).map((name) => this.run(props, name, versions));
    const jobs = [
      ...this.schedule(props, stable),
      new Admin(this, 'admin', {
        ...stable,
        size: props.parameters.jobs,
        scratchMiB: mostScratch(props.declaration),
      }),
    ];
    this.keepUntilRolledOut(grant, stable, jobs);

    this.started = this.runs.map(({ deployments: [first] }) => first!.deployment);
    if (props.logs === undefined) return;
    this.alarms = this.watch({ ...props, logs: props.logs }, versions);
  }

  /** What must be there before another service can call it. */
  startedFor(caller: string): readonly ITerraformDependable[] {
    return [...this.started, ...this.runs.flatMap(({ letIn }) => letIn.callers[caller] ?? [])];
  }

  private bind(props: ServiceProps): Given {
    const { name, group, parameters } = props;
    const { namespace } = group;
    const { rotations } = parameters;
    const grants = grantsOf(this, { ...props, service: name, namespace, rotations });
    const each = <T>(of: (grant: Grant) => T) =>
      Object.fromEntries(Object.entries(grants).map(([what, grant]) => [what, of(grant)]));
    const paths = allowEgress(
      this,
      namespace,
      name,
      each(({ egress }) => egress),
    );
    const outside = allowOutside(this, namespace, name, props.declaration.egress);
    const grant = together(Object.values(grants));
    return {
      grant: { ...grant, after: [...group.after, ...paths, ...outside, ...grant.after] },
      rights: each(({ statements }) => statements),
    };
  }

  private identify({ runtime, name, group }: ServiceProps, rights: Given['rights']): ServiceAccount {
    return new ServiceAccount(this, 'account', {
      runtime,
      name,
      namespace: group.namespace,
      namespaceName: namespaceOf(runtime, group.name),
      rights,
    });
  }

  /** Its release command is the last thing that a version waits for. */
  private release(
    props: ServiceProps,
    grant: Grant,
    account: ServiceAccount,
    running: Running,
    track: string,
  ): Version {
    const { runtime, name, group, declaration, parameters, registry } = props;
    const version = {
      group: group.name,
      namespace: group.namespace,
      service: name,
      preview: runtime.guest?.id,
      serviceAccount: account.name,
      running,
      track,
      image: registry.image(name, pinned(running)),
      grant: { mounts: grant.mounts, variables: variablesOf(props, running, grant) },
      after: [...grant.after, ...account.after],
    };
    const { release: task } = declaration;
    if (!task) return version;
    // By its version, so that one which becomes the first is not released once more.
    const { done } = new Release(this, `release-${slugOf(running.version)}`, {
      ...version,
      task,
      size: parameters.jobs,
    });
    return { ...version, after: [...version.after, done] };
  }

  /** A process that outsiders reach runs in all versions, any other in the first. */
  private run(props: ServiceProps, name: string, versions: readonly Version[]): Run {
    const declaration = props.declaration.processes![name]!;
    const parameters = processParameters(props, name);
    const routes = this.route(props, name, versions);
    const letIn = this.letIn(props, name, routes !== undefined);
    const balancer = letIn.balancer ? [letIn.balancer] : [];
    const deployments = (routes ? versions : versions.slice(0, 1)).map((version) => {
      const id = `${name}-${version.track}`;
      const expose =
        routes && ((service: ServiceV1) => [...routes.bind(version.track, service), ...balancer]);
      return new ProcessDeployment(this, id, { ...version, name, declaration, parameters, expose });
    });
    const further = deployments.slice(1).map(({ deployment }) => deployment);
    routes?.open([...balancer, ...further]);
    return { process: name, deployments, routes, letIn };
  }

  private keepUntilRolledOut(
    { mounts }: Grant,
    { after }: Version,
    jobs: readonly { readonly resource: ITerraformDependable }[],
  ): void {
    const processes = this.runs.flatMap(({ deployments }) => deployments);
    new RolledOut(this, 'rolled-out', {
      processes,
      jobs: jobs.map(({ resource }) => resource),
      uses: [...after, ...processes.flatMap(({ uses }) => uses)],
      mounts,
    });
  }

  private route(
    props: ServiceProps,
    process: string,
    versions: readonly Version[],
  ): ProcessRoutes | undefined {
    const { runtime, routing, name, group, declaration } = props;
    const routes = (declaration.routes ?? [])
      .filter((route) => route.process === process)
      .filter((route) => !runtime.guest || !isInternal(route));
    if (routes.length === 0) return undefined;
    return new ProcessRoutes(this, `${process}-routes`, {
      runtime,
      routing,
      namespace: group.namespace,
      service: name,
      process,
      declaration: declaration.processes![process]!,
      routes,
      versions: versions.map(({ running }) => running),
    });
  }

  private letIn(
    { runtime, name, group, declaration, callers }: ServiceProps,
    process: string,
    routed: boolean,
  ): LetIn {
    if (declaration.processes![process]!.port === undefined) return { callers: {} };
    return allowIngress(this, {
      namespace: group.namespace,
      service: name,
      process,
      balancer: routed ? runtime.contract.network.publicCidrs : [],
      callers,
    });
  }

  private schedule({ declaration, parameters }: ServiceProps, version: Version): ScheduledJob[] {
    return Object.entries(declaration.schedules ?? {}).map(
      ([name, schedule]) =>
        new ScheduledJob(this, `schedule-${name}`, {
          ...version,
          name,
          declaration: schedule,
          size: parameters.jobs,
        }),
    );
  }

  private watch(
    props: ServiceProps & { readonly logs: LogMetrics },
    versions: readonly Version[],
  ): ServiceAlarms {
    const { runtime, name, group, declaration } = props;
    const watched = {
      runtime,
      namespace: namespaceOf(runtime, group.name),
      service: name,
      declaration,
      logs: props.logs,
      routed: this.runs.flatMap(({ routes }) => routes?.watched ?? []),
      workloads: this.runs.flatMap(({ process, deployments }) => {
        const parameters = processParameters(props, process);
        const maxReplicas = scales(parameters) ? parameters.maxReplicas : undefined;
        return deployments.map((deployment) => ({ name: deployment.name, process, maxReplicas }));
      }),
      schedules: Object.keys(declaration.schedules ?? {}).map((schedule) => `${name}-${schedule}`),
    };
    const alarms = new ServiceAlarms(this, 'alarms', watched);
    new ServiceDashboard(this, 'dashboard', {
      ...watched,
      versions: versions.map(({ running }) => running),
      alarms: alarms.all,
      ownAlarms: alarms.own,
    });
    return alarms;
  }
}

function processParameters({ parameters }: ServiceProps, process: string): ProcessParameters {
  return entryOf(parameters.processes, process);
}
