import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
} from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { OUTLIVES_ITS_USERS, takeOver } from '../../core/outlive';
import { processSelector, serviceSelector } from '../runtime/labels';
import type { Egress } from './grant';
import { PORT_NAME } from './probes';

/** A service that may call a process. */
export interface Caller {
  readonly namespace: string;
  readonly service: string;
}

export interface ProcessAccessProps {
  readonly namespace: string;
  readonly service: string;
  readonly process: string;
  /** Addresses of the load balancer, where a route leads to the process. */
  readonly balancer: readonly string[];
  readonly callers: readonly Caller[];
}

const NAMESPACE = 'kubernetes.io/metadata.name';

/** Who lets a process in: a policy for the load balancer, and one for each service that binds it, by its name. */
export interface LetIn {
  readonly balancer?: ITerraformDependable;
  readonly callers: Readonly<Record<string, ITerraformDependable>>;
}

/**
 * Lets the pods of a service, jobs included, reach what it is bound to. There is a policy for each thing, as policies add
 * up: what is bound no more goes when the last pod that was bound to it is gone, and nothing else changes.
 * @param egress by what is bound. No name may have two dashes in a row, but for those of this project.
 * @returns what they wait for: a release command that starts before could not reach its database.
 */
export function allowEgress(
  scope: Construct,
  namespace: string,
  service: string,
  egress: Readonly<Record<string, readonly Egress[]>>,
): ITerraformDependable[] {
  const paths = new Construct(scope, 'paths');
  const opened = Object.entries(egress).filter(([, rules]) => rules.length > 0);
  return opened.map(([target, rules], index) => {
    const policy = new NetworkPolicyV1(paths, target, {
      metadata: { name: `${service}--to-${target}`, namespace },
      spec: {
        podSelector: { matchLabels: serviceSelector(service) },
        policyTypes: ['Egress'],
        egress: rules.map(egressRule),
      },
      lifecycle: OUTLIVES_ITS_USERS,
    });
    if (index === 0) takeOver(policy, scope, 'egress');
    return policy;
  });
}

/**
 * Lets the load balancer and the services that bind it reach a process, by a policy for each of them.
 * @returns what has to be there before they do, and until they don't.
 */
export function allowIngress(scope: Construct, props: ProcessAccessProps): LetIn {
  const { namespace, service, process, balancer, callers } = props;
  const id = `ingress-${process}`;
  const ingress = new Construct(scope, id);
  const open = (peer: string, from: NetworkPolicyV1SpecIngress['from']) => {
    const isFirst = ingress.node.children.length === 0;
    const policy = new NetworkPolicyV1(ingress, peer, {
      metadata: { name: `${service}-${process}--${peer}`, namespace },
      spec: {
        podSelector: { matchLabels: processSelector(service, process) },
        policyTypes: ['Ingress'],
        // By name: while pods move to another port, both are open, each on those that have it.
        ingress: [{ from, ports: [{ protocol: 'TCP', port: PORT_NAME }] }],
      },
      lifecycle: OUTLIVES_ITS_USERS,
    });
    if (isFirst) takeOver(policy, scope, id);
    return policy;
  };
  // A rule without peers would let in everybody.
  const routed =
    balancer.length > 0
      ? open(
          'balancer',
          balancer.map((cidr) => ({ ipBlock: { cidr } })),
        )
      : undefined;
  const called = callers.map((caller): [string, ITerraformDependable] => [
    caller.service,
    open(`from-${caller.service}`, [
      {
        namespaceSelector: { matchLabels: { [NAMESPACE]: caller.namespace } },
        podSelector: { matchLabels: serviceSelector(caller.service) },
      },
    ]),
  ]);
  return { balancer: routed, callers: Object.fromEntries(called) };
}

export function egressRule(egress: Egress): NetworkPolicyV1SpecEgress {
  if ('cidrs' in egress) {
    const except = egress.except ? [...egress.except] : undefined;
    const ports = [{ protocol: 'TCP', port: `${egress.port}` }];
    return { ports, to: egress.cidrs.map((cidr) => ({ ipBlock: { cidr, except } })) };
  }
  return {
    // As for ingress.
    ports: [{ protocol: 'TCP', port: PORT_NAME }],
    to: [
      {
        namespaceSelector: { matchLabels: { [NAMESPACE]: egress.namespace } },
        podSelector: { matchLabels: processSelector(egress.service, egress.process) },
      },
    ],
  };
}
