import type { Fault } from './fault';
import { alreadyExists, EXISTS } from './in-the-way';
import { REFUSED_ROLE, refusedRole } from './refused-role';
import type { SynthesizedDocument, SynthesizedStack } from './synthesized-stack';

// The texts are of the provider: kubernetes/resource_kubernetes_{job,deployment}_v1.go.
const JOB = /job: ([\w.-]+)\/([\w.-]+) is (not in complete|in failed) state/;
const ROLLOUT = /Waiting for rollout to |exceeded its progress deadline|timed out waiting for the condition/;
// Source: errors of ModifyDBInstance and UpdateClusterVersion in issues of hashicorp/terraform-provider-aws and rancher/rancher.
const REFUSED_VERSION =
  /(?:Cannot upgrade \w+|Cannot find upgrade path|Unsupported Kubernetes minor version update) from ([\d.]+) to ([\d.]+\d)/i;
/** A database follows its resource id: it is to get back a name that another one has by now. */
const RENAMED = /ModifyDBInstance[\s\S]*DBInstanceAlreadyExists/;
const UNREACHABLE = /dial tcp .*(i\/o timeout|no such host)/;
const UNAUTHORIZED = /\bUnauthorized\b|has asked for the client to provide credentials/;

/** Terraform's words for a contract that is older than what is read in it. */
export const OLD_CONTRACT = /This object does not have an attribute named/;

/** Where to look when resources of a stack have failed: each hint once. */
export function hints(stack: SynthesizedStack, faults: readonly Fault[]): string[] {
  const found = faults
    .filter(({ text }) => !EXISTS.test(text) || RENAMED.test(text))
    .map((fault) => hint(fault, stack.environment, stack.document));
  const inTheWay = faults.filter(({ text }) => !RENAMED.test(text));
  const some = (pattern: RegExp) => faults.some(({ text }) => pattern.test(text));
  const refused = some(REFUSED_ROLE) ? refusedRole(stack) : undefined;
  const early = some(OLD_CONTRACT) ? tooEarly(stack) : undefined;
  return [
    ...new Set(
      [refused, early, ...found, alreadyExists(stack, inTheWay)].filter((text) => text !== undefined),
    ),
  ];
}

function tooEarly({ name, dependencies: [platform] }: SynthesizedStack): string | undefined {
  if (!platform) return undefined;
  return `${name} reads what ${platform} has yet to make: npx cdktf deploy ${platform} ${name}`;
}

/**
 * Says where to look when a Job or a roll-out fails: Terraform says only that it waited in vain.
 * @param context is kubectl's: the environment's name.
 */
export function hint(
  { address, text }: Fault,
  context: string,
  stack: SynthesizedDocument,
): string | undefined {
  const [, namespace, name, state] = text.match(JOB) ?? [];
  if (state === 'in failed') {
    return `the Job failed, so what waits for it was not changed, and any version before it still runs. Its output: kubectl --context ${context} -n ${namespace} logs job/${name}`;
  }
  if (state) {
    return `the Job did not end in time, so what waits for it was not changed, and any version before it still runs. Why: kubectl --context ${context} -n ${namespace} describe pods -l job-name=${name}`;
  }
  if (ROLLOUT.test(text)) {
    return `new pods did not get ready in time; those of any version before it still serve. Why: kubectl --context ${context} ${whereIs(address, stack)} get events --field-selector type=Warning`;
  }
  const [, runs, asked] = text.match(REFUSED_VERSION) ?? [];
  if (runs) {
    return `AWS runs ${runs} and does not go to ${asked} from it. A version only goes up, and Kubernetes one minor at a time: put ${runs}, or one that it can go to, into environments/${context}.json`;
  }
  if (RENAMED.test(text)) {
    return `somebody renamed this database by hand, and another one has its name now. Terraform follows the one that services use, not the name: give it its name back, and restore by environments/${context}.json (docs/runbooks/restore.md)`;
  }
  const cluster = clusterOf(stack);
  if (cluster && UNAUTHORIZED.test(text)) {
    return `the cluster ${cluster} does not let in the role of this stack, which needs an access entry. Those that there are, with credentials of its account: aws eks list-access-entries --cluster-name ${cluster}`;
  }
  if (address?.startsWith('kubernetes_') && UNREACHABLE.test(text)) {
    return `the API of the cluster ${cluster} can't be reached from here. It can from inside the VPC, and from the networks in cluster.privateAccess and cluster.publicAccess of environments/${context}.json`;
  }
  return undefined;
}

/** kubectl's option for the resource's namespace. */
function whereIs(address: string | undefined, stack: SynthesizedDocument): string {
  const [type = '', id = ''] = address?.split('.') ?? [];
  const namespace = stack.resource?.[type]?.[id]?.metadata?.namespace;
  const reference = namespace?.match(/^\$\{(\w+)\.([\w-]+)\.metadata/);
  const name = reference ? stack.resource?.[reference[1]!]?.[reference[2]!]?.metadata?.name : namespace;
  return name ? `-n ${name}` : '-A';
}

/** Undefined for a stack without Kubernetes. */
function clusterOf({ provider }: SynthesizedDocument): string | undefined {
  const args = provider?.kubernetes?.[0]?.exec?.[0]?.args;
  return args?.[args.indexOf('--cluster-name') + 1];
}
