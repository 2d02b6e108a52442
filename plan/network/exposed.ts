import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, list, Mark, type Value } from '../value';
import { apiOpened } from './cluster-api';
import { ALL_BALANCERS } from './load-balancers';
import { leadsOut } from './routes';

/** What is in a network of ours, and what it leaves when it is there no more. */
const NETWORKED: Readonly<Record<string, readonly [path: string, says: string]>> = {
  aws_codebuild_project: ['vpc_config', 'leaves its network, and with it what holds back its connections'],
  aws_elasticsearch_domain: ['vpc_options', 'leaves its network: its endpoint is in the internet'],
  aws_lambda_function: ['vpc_config', 'leaves its network, and with it what holds back its connections'],
  aws_opensearch_domain: ['vpc_options', 'leaves its network: its endpoint is in the internet'],
};

/** What becomes reachable by a road of its own: a route, a load balancer, an API, a network that it leaves. */
export function exposed(change: Change, plan: Plan): string[] {
  if (change.goes) return [];
  return [
    ...leadsOut(change, plan),
    ...[
      apiOpened(change),
      newBalancer(change, plan),
      leaves(change),
      sshOpened(change),
      addressed(change),
    ].filter((reason) => reason !== undefined),
  ];
}

/** A new network has to have its way in. */
function newBalancer(change: Change, plan: Plan): string | undefined {
  if (!ALL_BALANCERS.includes(change.type) || change.action !== 'create') return undefined;
  if (change.will('internal') === true) return undefined;
  const isInNewNetwork =
    plan.of('aws_vpc').some(({ action }) => action === 'create') &&
    ['subnets', 'subnet_mapping'].every((path) => isUnknown(change.will(path)));
  return isInNewNetwork ? undefined : 'is a way in from the internet, to a network that is there';
}

/** Nothing of it is known, or nothing is set. */
function isUnknown(value: Value): boolean {
  if (value instanceof Mark) return true;
  return list(value).every((item) => item instanceof Mark || at(item, 'subnet_id') instanceof Mark);
}

function leaves(change: Change): string | undefined {
  const own = Object.hasOwn(NETWORKED, change.type) ? NETWORKED[change.type] : undefined;
  if (!own || !change.stays) return undefined;
  const [path, says] = own;
  return isNetworked(change.was(path)) && !isNetworked(change.will(path)) ? says : undefined;
}

/** Lambda keeps a block without subnets where there was one. */
function isNetworked(value: Value): boolean {
  if (value instanceof Mark) return true;
  return list(value).some((item) => {
    const subnets = at(item, 'subnet_ids') ?? at(item, 'subnets');
    return item instanceof Mark || subnets instanceof Mark || list(subnets).length > 0;
  });
}

/** A public address for something that is there. That of a NAT gateway or a load balancer is named by those. */
function addressed(change: Change): string | undefined {
  const paths = ['instance_id', 'instance', 'network_interface_id', 'network_interface'];
  if (change.type !== 'aws_eip_association' && change.type !== 'aws_eip') return undefined;
  const given = paths.filter((path) => {
    const will = change.will(path);
    // AWS fills in what the stack leaves out.
    const isNamed = will instanceof Mark ? change.writes(path) : typeof will === 'string' && will !== '';
    return isNamed && change.changes(path);
  });
  if (given.length === 0) return undefined;
  const names = given
    .map((path) => change.will(path))
    .map((name) => (name instanceof Mark ? name.text : name));
  return `gives an address in the internet to ${names.join(', ')}`;
}

/** EKS lets the whole internet reach port 22 of nodes that have a key and name no group. */
function sshOpened(change: Change): string | undefined {
  if (change.type !== 'aws_eks_node_group') return undefined;
  const isOpen = (side: Value) => {
    const access = at(side, 'remote_access.0');
    return Boolean(at(access, 'ec2_ssh_key')) && list(at(access, 'source_security_group_ids')).length === 0;
  };
  return isOpen(change.after) && !isOpen(change.before)
    ? 'lets the whole internet reach port 22 of its nodes'
    : undefined;
}
