import { SETUP } from '../../../core/cluster-names';
import type { Variable } from '../../pods/grant';
import { pod, secretsFolder } from '../../pods/pod';
import { CLIENTS, whereabouts } from '../database-clients';
import { checkPinned } from '../setup-images';
import { SETUP_SIZE } from '../setup-script';
import type { GuestDatabaseProps } from './guest-database';

export interface MasterPodProps {
  /** Of the template, its account and its files. */
  readonly name: string;
  /** What a shell runs. The preview's id is its first argument. */
  readonly script: string;
  /** Beside where the server is, and the folder of its secrets. Default: none. */
  readonly variables?: readonly Variable[];
  /** Default: that of a job which makes users. */
  readonly size?: typeof SETUP_SIZE;
}

/** The pod of a template that works on a database server as its master user. */
export function masterPod(
  { runtime, database, engine }: GuestDatabaseProps,
  { name, script, variables = [], size = SETUP_SIZE }: MasterPodProps,
) {
  return pod({
    name: SETUP,
    image: checkPinned(CLIENTS[engine].tool.image),
    command: ['/bin/sh', '-euc', script, name],
    serviceAccount: name,
    variables: [
      ...whereabouts(engine, runtime.contract.thing('databases', database)),
      { name: 'SECRETS', value: secretsFolder('master') },
      ...variables,
    ],
    mounts: [{ name: 'master', secretProviderClass: name }],
    size,
  });
}
