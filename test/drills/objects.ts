import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the cluster makes by itself, and what comes and goes. */
const PASSING =
  /^(pods|events|events\.events\.k8s\.io|endpoints|endpointslices\.\S+|replicasets\.apps|controllerrevisions\.apps|leases\.\S+|nodes|csinodes\.\S+|componentstatuses|\S+\.metrics\.k8s\.io|certificatesigningrequests\.\S+|ipaddresses\.\S+)$/;

/** A line for each object that somebody made, sorted: `deployments.apps shop/storefront-web`. */
export async function listObjects(kubectl: string, kubeconfig: string): Promise<string[]> {
  const ask = async (...args: string[]) =>
    (await run(kubectl, ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 2 ** 26 })).stdout;
  const kinds = (await ask('api-resources', '--verbs=list', '-o', 'name')).trim().split('\n');
  const asked = kinds.filter((kind) => !PASSING.test(kind));
  const columns =
    'KIND:.kind,SPACE:.metadata.namespace,NAME:.metadata.name,OWNER:.metadata.ownerReferences[0].kind';
  const table = await ask(
    ...['get', asked.join(','), '--all-namespaces', '--ignore-not-found', '--no-headers'],
    ...['-o', `custom-columns=${columns}`],
  );
  return (
    table
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      // What an object makes for itself, such as the Job of a schedule.
      .filter(([, , , owner]) => owner === '<none>')
      .map(([kind, space, name]) => `${kind} ${space}/${name!.replace(/-[0-9a-f]{8,10}$/, '-#')}`)
      .sort()
  );
}
