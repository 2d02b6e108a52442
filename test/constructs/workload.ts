import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { Construct } from 'constructs';
import type { Grant } from '../../constructs/services/pods/grant';
import type { Running } from '../../parameters/version';
import type { BaseStack } from '../../stacks/stack';
import { type Json, type Synthesized, synth } from '../helpers';
import { testRuntime } from './test-runtime';

export const RUNNING: Running = { version: '1.4.0', weight: 100, commit: '3f2a1bc' };
export const SIZE = { cpuMillicores: 250, memoryMiB: 512 };

/** What a service binds: a variable of each kind, and a secret to mount. */
export const GRANT: Pick<Grant, 'variables' | 'mounts'> = {
  variables: [
    { name: 'DATABASE_PASSWORD', secret: 'shop-orders-2', key: 'password' },
    { name: 'DATABASE_URL', value: 'postgresql://shop_b:$(DATABASE_PASSWORD)@db:5432/orders' },
  ],
  mounts: [{ name: 'orders', secretProviderClass: 'shop-orders-2' }],
};

/** What every pod of the version 1.4.0 of `shop` is made of. */
export const VERSION = {
  group: 'store',
  namespace: 'store',
  service: 'shop',
  serviceAccount: 'shop',
  running: RUNNING,
  image: 'registry/shop:1.4.0',
  grant: GRANT,
  size: SIZE,
  after: [],
};

/** Synthesizes what runs in a cluster. */
export function inCluster(build: (stack: BaseStack) => void): Synthesized {
  return synth((stack) => {
    testRuntime(stack);
    build(stack);
  });
}

/** A resource that others can depend on. */
export function stand(scope: Construct, id: string): ConfigMapV1 {
  return new ConfigMapV1(scope, id, { metadata: { name: id } });
}

/**
 * What the profile "restricted" refuses of a pod, and what we ask beyond it.
 * Source: Kubernetes, "Pod Security Standards".
 */
export function refused(spec: Json): string[] {
  const { security_context: pod = {}, container: containers = [], init_container: first = [] } = spec;
  const ofPod = {
    runAsNonRoot: pod.run_as_non_root === true,
    'a user that is not root': Number(pod.run_as_user) > 10_000,
    seccomp: pod.seccomp_profile?.type === 'RuntimeDefault',
    'no token of the Kubernetes API': spec.automount_service_account_token === false,
    'no part of the node': !spec.host_network && !spec.host_pid && !spec.host_ipc,
    'volumes of the list': (spec.volume ?? []).every((volume: Json) =>
      Object.keys(volume).every((key) => ['name', 'config_map', 'empty_dir', 'csi'].includes(key)),
    ),
  };
  const ofContainers = [...first, ...containers].flatMap(({ security_context: own = {} }: Json) =>
    broken({
      'runAsNonRoot of the container': own.run_as_non_root === true,
      'no privileges': own.privileged === false && own.allow_privilege_escalation === false,
      'no capabilities': JSON.stringify(own.capabilities) === '{"drop":["ALL"]}',
      'a read-only root': own.read_only_root_filesystem === true,
    }),
  );
  return [...broken(ofPod), ...ofContainers];
}

function broken(rules: Record<string, boolean>): string[] {
  return Object.keys(rules).filter((rule) => !rules[rule]);
}
