import { CA_FILE } from '../../../constructs/services/runtime/authorities';
import { type ComposeService, literal } from '../file';
import { CERTIFICATES } from '../servers/server';
import { healthCheck } from './health-check';
import type { WrittenContainer, WrittenPod } from './objects';
import { toolsMount } from './tools';
import { variablesOf } from './variables';
import type { ComposeWorkload } from './workloads';

const SCRATCH = '/tmp';

/**
 * The container of a pod in Compose's words: the same command, variables, user, limits and probes, and nothing that it
 * may write to but `/tmp`.
 * @param resolve fills in references of Terraform.
 * @param secret refers to a value of the file `.env`.
 */
export function containerOf(
  { kind, host, pod, container }: ComposeWorkload,
  resolve: (text: string) => string,
  secret: (variable: string) => string,
): ComposeService {
  const { command, args, env, image, resources } = container;
  const { run_as_user, run_as_group } = pod.security_context;
  const { termination_grace_period_seconds: graceSeconds } = pod;
  const words = (list: readonly string[]) => list.map((word) => literal(resolve(word)));
  return {
    image: resolve(image),
    ...(command && { entrypoint: words(command) }),
    ...(args && { command: words(args) }),
    environment: variablesOf(env, resolve, secret),
    ...(host && { networks: { default: { aliases: [host] } } }),
    ...healthCheck(container),
    restart: kind === 'process' ? 'unless-stopped' : 'no',
    ...(graceSeconds !== undefined && { stop_grace_period: `${graceSeconds}s` }),
    volumes: [`${CERTIFICATES}/authority.pem:${CA_FILE}:ro`, ...(kind === 'process' ? [toolsMount] : [])],
    tmpfs: [`${SCRATCH}:size=${bytes(scratchOf(pod, container))},mode=1777`],
    user: `${run_as_user}:${run_as_group}`,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    cpus: cpus(resources.limits.cpu),
    mem_limit: bytes(resources.limits.memory),
  };
}

/** `256Mi` in Compose's words. */
function bytes(text: string): string {
  return text.replace(/i$/, '').toLowerCase();
}

function scratchOf({ volume }: WrittenPod, { volume_mount: mounts }: WrittenContainer): string {
  const { name } = mounts.find(({ mount_path: path }) => path === SCRATCH)!;
  return volume.find((one) => one.name === name)!.empty_dir!.size_limit;
}

function cpus(text: string): number {
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text);
}
