import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { SETUP } from '../../constructs/core/cluster-names';
import { cleanedUp, cleanupName } from '../../constructs/services/bindings/guests/guest-cleanup';
import { namespaceOf } from '../../constructs/services/runtime/runtime';
import type { Backing } from '../../declarations/backing';
import type { Kubectl } from '../../programs/kubectl';
import { thisUser } from '../../programs/this-user';
import { OneOff } from '../admin/one-off';

/**
 * Takes the databases and users of a preview off the servers of its host, of which Terraform knows nothing. Off all
 * of them, as what it had is not known by now; one that is not there is no fault.
 * @param backing what the host has.
 * @param folder for files that last as long as the command.
 * @throws Failure when a job fails. Nothing else is removed then, and the same command can be run again.
 */
export async function dropDatabases(
  kubectl: Kubectl,
  id: string,
  backing: Backing,
  folder: string,
  say: (text: string) => void,
): Promise<void> {
  const there = kubectl.with('--namespace', namespaceOf({}, SETUP));
  const caller = thisUser();
  const failures = await Promise.all(
    cleanedUp(backing).map(async ({ name: thing }) => {
      const service = cleanupName(thing);
      const file = join(folder, `${service}.json`);
      const job = await OneOff.start(there, { service, args: [id], caller }, file).catch((error: Failure) => {
        // The host has no such server yet, or none any more.
        if (!/is not deployed there/.test(error.message)) throw error;
      });
      const code = await job?.follow((text) => say(`${thing}: ${text}`), process.stderr);
      return code ? `${job!.name} in ${SETUP} of the host ended with ${code}` : undefined;
    }),
  );
  const failed = failures.filter((failure) => failure !== undefined);
  if (failed.length > 0) throw new Failure(`Databases and users of ${id} are not gone: ${failed.join(', ')}`);
}
