import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { Aws } from '../../programs/aws';
import { accessByRole } from '../../programs/cluster-access';
import { Kubectl } from '../../programs/kubectl';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { Surroundings } from './find/surroundings';

/**
 * What a stack is made in, by the alias of a provider: its own account and cluster, by the role that deploys it, or for any
 * alias the caller's own account.
 * @param folder for files that last as long as the command.
 * @throws Failure when the role can't be assumed.
 */
export async function reach(
  stack: SynthesizedStack,
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<(alias?: string) => Surroundings> {
  const { roleArn, region = '', account } = stack;
  const caller = new Aws(region, env);
  const aws = roleArn ? await caller.as(roleArn, 'recover') : caller;
  const kubectl = () => cluster(stack, folder, env);
  const own = new Surroundings(aws, kubectl, account ?? '', region);
  const others = new Surroundings(caller, kubectl, '', region);
  return (alias) => (alias === undefined ? own : others);
}

function cluster(
  { name, environment, clusterName, roleArn, region = '' }: SynthesizedStack,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Kubectl> {
  if (!clusterName || !roleArn) throw new Failure(`${name} has no cluster`);
  const login = { environment, cluster: clusterName, region, roleArn };
  return accessByRole(new Kubectl([], env), login, join(folder, `${name}.kubeconfig`), env);
}
