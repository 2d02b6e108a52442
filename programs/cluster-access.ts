import { Failure } from '../console/failure';
import { capture } from './capture';
import type { Kubectl } from './kubectl';

export interface ClusterLogin {
  /** Name of the environment, and of the context. */
  readonly environment: string;
  /** Name of the cluster. */
  readonly cluster: string;
  readonly region: string;
  /** ARN of a role that the cluster lets in. */
  readonly roleArn: string;
}

/**
 * The cluster of an environment: by the user's own context with the environment's name, such as the one of the local
 * cluster, else by the role that deploys, in a configuration that is used this once.
 * @param file where that configuration may be written.
 * @throws Failure when AWS gives no access.
 */
export async function access(
  kubectl: Kubectl,
  target: ClusterLogin,
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Kubectl> {
  const { environment } = target;
  if (await kubectl.succeeds('config', 'get-contexts', environment)) {
    return kubectl.with('--context', environment);
  }
  return accessByRole(kubectl, target, file, env).catch((error: Failure) => {
    throw new Failure(`${error.message}\nkubectl has no context "${environment}" of your own either.`);
  });
}

/**
 * The same by the role alone, for what the user's own context may not allow.
 * @throws Failure when AWS gives no access.
 */
export async function accessByRole(
  kubectl: Kubectl,
  { environment, cluster, region, roleArn }: ClusterLogin,
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Kubectl> {
  const { code, stdout, stderr } = await capture(
    'aws',
    [
      ...['eks', 'update-kubeconfig', '--name', cluster, '--region', region, '--kubeconfig', file],
      ...['--alias', environment, '--user-alias', environment],
      ...['--role-arn', roleArn, '--assume-role-arn', roleArn],
    ],
    // It reads the user's configurations as well, and would take one with an account of that name for this one.
    { env: { ...env, KUBECONFIG: file } },
  );
  if (code === 0) return kubectl.with('--kubeconfig', file, '--context', environment);
  const why = `${stdout}${stderr}`.trim() || 'it did not start';
  throw new Failure(
    `No access to the cluster ${cluster} by the role ${roleArn}. aws eks update-kubeconfig: ${why}`,
  );
}
