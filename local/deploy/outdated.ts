import type { Kubectl } from '../../programs/kubectl';
import { changedAt } from '../images/archive';

interface Pod {
  readonly metadata: {
    readonly namespace: string;
    readonly creationTimestamp: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly image: string }[] };
}

const REAL_NODE = 'this-machine';
const PATIENCE = '5m';

/**
 * Restarts the deployments of which a pod is older than its image, and waits until the new pods serve. They are replaced
 * as in a roll-out: none goes before another is ready.
 * @param images to look for.
 * @returns the names of the deployments. @throws Failure when a new pod does not get ready.
 */
export async function restartOutdated(kubectl: Kubectl, images: readonly string[]): Promise<string[]> {
  const { items } = await kubectl.json<{ items: Pod[] }>(
    ...['get', 'pods', '--all-namespaces', '--field-selector', `spec.nodeName=${REAL_NODE}`],
  );
  const outdated = new Set(
    items
      .filter((pod) => isOlder(pod, images))
      .flatMap(({ metadata: { namespace, ownerReferences = [] } }) =>
        ownerReferences
          .filter(({ kind }) => kind === 'ReplicaSet')
          // A ReplicaSet has the name of its Deployment, a dash and a hash.
          .map(({ name }) => `${namespace}/${name.replace(/-[^-]+$/, '')}`),
      ),
  );
  const rollout = async (verb: string, deployment: string, ...options: string[]) => {
    const [namespace, name] = deployment.split('/');
    await kubectl.run('rollout', verb, `--namespace=${namespace}`, `deployment/${name}`, ...options);
  };
  for (const each of outdated) await rollout('restart', each);
  for (const each of outdated) await rollout('status', each, `--timeout=${PATIENCE}`);
  return [...outdated].sort();
}

function isOlder({ metadata, spec }: Pod, images: readonly string[]): boolean {
  // To the second, as a pod tells its own.
  const made = Date.parse(metadata.creationTimestamp) + 999;
  return spec.containers.some(({ image }) => images.includes(image) && (changedAt(image) ?? 0) > made);
}
