import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { amazonAuthorities, databaseAuthorities } from '../../../parameters/catalogue/authorities';

const FOLDER = '/etc/platform/authorities';
const FILE = 'bundle.pem';

/** Where every container finds the authorities by which it authenticates servers. */
export const CA_FILE = `${FOLDER}/${FILE}`;

/** The name of the ConfigMap in each namespace, and of the volume in each pod. */
export const AUTHORITIES = 'authorities';

/**
 * Puts the authorities into a namespace, for all pods in it. Pods see a change of the file without a restart.
 * @returns what a pod waits for.
 */
export function addAuthorities(scope: Construct, namespace: string, region: string): ITerraformDependable {
  const pems = [...databaseAuthorities(region), ...amazonAuthorities()];
  return new ConfigMapV1(scope, AUTHORITIES, {
    metadata: { name: AUTHORITIES, namespace },
    data: { [FILE]: `${pems.join('\n')}\n` },
  });
}

export const authoritiesVolume = { name: AUTHORITIES, configMap: { name: AUTHORITIES } } as const;
export const authoritiesMount = { name: AUTHORITIES, mountPath: FOLDER, readOnly: true } as const;
