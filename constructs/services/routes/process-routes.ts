import type {
  LbListenerRule,
  LbListenerRuleAction,
  LbListenerRuleCondition,
} from '@cdktf/provider-aws/lib/lb-listener-rule';
import type { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { isInternal } from '../../../declarations/host';
import type { Process, Route } from '../../../declarations/service';
import type { Running } from '../../../parameters/version';
import { constructId } from '../../core/construct-id';
import { trackOf } from '../pods/processes/process-deployment';
import type { Runtime } from '../runtime/runtime';
import type { Address } from './route-priority';
import type { Routing } from './routing';
import { spoken, TargetGroup } from './target-group';

export interface ProcessRoutesProps {
  readonly runtime: Runtime;
  readonly routing: Routing;
  /** As a reference. */
  readonly namespace: string;
  readonly service: string;
  readonly process: string;
  readonly declaration: Process;
  /** Those of the service that lead to the process. */
  readonly routes: readonly Route[];
  /** All that run at the same time, the stable one first. */
  readonly versions: readonly Running[];
}

/** A version as its alarms and its dashboard know it. */
export interface RouteTarget {
  readonly version: string;
  /** What the metrics of its target group are named by. */
  readonly suffix: string;
  /** What those of its load balancer are named by. Undefined: the public one. */
  readonly balancer?: string;
}

/** A process that the load balancer measures. */
export interface RoutedProcess {
  readonly process: string;
  readonly targets: readonly RouteTarget[];
  /** The rules that send requests to them, a further version's once its pods are there. */
  readonly rules: readonly ITerraformDependable[];
}

/** Whoever sends this header with a version that runs beside the first gets that one, whatever its weight. */
export const VERSION_HEADER = 'x-version';

interface Targeted extends Running {
  readonly targets: TargetGroup;
}

interface Version extends Targeted {
  readonly track: string;
  /** What names its targets before the rules of the routes do. */
  readonly rules: readonly LbListenerRule[];
}

/**
 * How a process is reached from outside: one rule for each route, which shares out requests between versions.
 *
 * A pod counts as ready once the load balancer finds it healthy, and the load balancer asks only the target groups that
 * a rule names. The first version's is named by the rules of the routes. A further one is named by rules of its own
 * before its pods start, and by those of the routes when its pods are ready; so no request goes to a version that has
 * none yet, and when a version is taken out, none goes to one that has no more.
 */
export class ProcessRoutes extends Construct {
  private readonly props: ProcessRoutesProps;
  private readonly versions: readonly Version[];
  private rules: readonly LbListenerRule[] = [];

  constructor(scope: Construct, id: string, props: ProcessRoutesProps) {
    super(scope, id);
    this.props = props;
    this.versions = props.versions.map((running, index) => this.prepare(props, running, index));
  }

  get watched(): RoutedProcess {
    const { routing } = this.props;
    const balancer = this.isInternal
      ? { balancer: routing.balancerOf(this.addresses()[0]!.host).loadBalancerSuffix }
      : {};
    const targets = this.versions.map(({ version, targets }) => ({
      version,
      suffix: targets.suffix,
      ...balancer,
    }));
    return { process: this.props.process, targets, rules: this.rules };
  }

  /**
   * Lets the load balancer know the pods of a version by its Service.
   * @returns what must be there before its first pod.
   */
  bind(track: string, service: ServiceV1): ITerraformDependable[] {
    const { targets, rules } = this.versions.find((version) => version.track === track)!;
    const { routing, declaration } = this.props;
    return [...routing.open(declaration.port!, this.isInternal), targets.bind(service), ...rules];
  }

  /**
   * Sends requests from outside to the versions by their weights. To call once, before `watched` is asked for.
   * @param after What must be there before: the Deployments of the versions beside the first, and what lets requests in.
   */
  open(after: readonly ITerraformDependable[]): void {
    this.rules = this.addresses().map((address) =>
      this.props.routing.addRule(this, `rule-${routeId(address)}`, address, {
        condition: this.match(address),
        action: forward(this.versions),
        dependsOn: after.length > 0 ? [...after] : undefined,
      }),
    );
  }

  private prepare(props: ProcessRoutesProps, running: Running, index: number): Version {
    const track = trackOf(running, index);
    const { protocol = 'http1' } = props.declaration;
    const id = ['targets', track, ...spoken(protocol)].join('-');
    const targets = new TargetGroup(this, id, { ...props, track });
    const version = { ...running, track, targets };
    const rules = index === 0 ? [] : this.addresses().map((address) => this.preview(address, version, index));
    return { ...version, rules };
  }

  /** The rule has its place by the version's, and is changed when another takes it: no two rules want one priority. */
  private preview(address: Address, version: Targeted, index: number): LbListenerRule {
    const config = {
      condition: [
        ...this.match(address),
        { httpHeader: { httpHeaderName: VERSION_HEADER, values: [version.version] } },
      ],
      action: forward([{ ...version, weight: 100 }]),
    };
    return this.props.routing.addRule(this, `preview-${index}-${routeId(address)}`, address, config, index);
  }

  private get isInternal(): boolean {
    return this.props.routes.some(isInternal);
  }

  private addresses(): Address[] {
    const { routes, routing, service } = this.props;
    return routes.flatMap(({ host = service, path }) => routing.everywhere({ host, path }));
  }

  private match({ host, path }: Address): LbListenerRuleCondition[] {
    const condition: LbListenerRuleCondition[] = [
      { hostHeader: { values: [this.props.routing.domainName(host)] } },
    ];
    if (path !== undefined) condition.push({ pathPattern: { values: [path, `${path}/*`] } });
    return condition;
  }
}

function forward(versions: readonly Targeted[]): LbListenerRuleAction[] {
  const targetGroup = versions.map(({ targets, weight }) => ({ arn: targets.arn, weight }));
  // Versions are shared out by requests, and a service keeps nothing between two of them.
  return [{ type: 'forward', forward: { targetGroup, stickiness: { enabled: false, duration: 1 } } }];
}

function routeId({ host, path = '' }: Address): string {
  return constructId(`${host}${path}`);
}
