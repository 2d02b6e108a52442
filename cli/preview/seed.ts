import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { SETUP } from '../../constructs/core/cluster-names';
import { seedName } from '../../constructs/services/bindings/seeds/seed';
import { namespaceOf } from '../../constructs/services/runtime/runtime';
import { thingsOf } from '../../declarations/backing';
import { thisUser } from '../../programs/this-user';
import { OneOff } from '../admin/one-off';
import type { PreviewHost } from './preview-host';

/**
 * Fills the databases of a preview from those of its host, by jobs of the host: which columns, and with which masks, is
 * what is deployed there. Each database has all or nothing of it.
 * @param own names of databases that have a server of their own. Rows leave the server of the host for none.
 * @throws Failure when a job fails, or when the host lets previews have nothing.
 */
export async function seedDatabases(
  previewHost: Pick<PreviewHost, 'cluster' | 'declared' | 'environment' | 'folder'>,
  id: string,
  own: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const { environment, declared, folder } = previewHost;
  const kubectl = (await previewHost.cluster()).with('--namespace', namespaceOf({}, SETUP));
  const databases = thingsOf(declared.backing).filter(({ kind }) => kind === 'database');
  const done = await Promise.all(
    databases.map(async ({ name }) => {
      if (own.includes(name)) {
        say(`${name}: has a server of its own, and stays as it is`);
        return 'left';
      }
      const job = await start(name);
      if (!job) {
        say(`${name}: no service of ${environment.name} lets previews have anything of it ("previewData")`);
        return 'left';
      }
      const code = await job.follow((text) => say(`${name}: ${text}`), process.stderr);
      return code === 0 ? 'filled' : `${job.name} in ${SETUP} of the host ended with ${code}`;
    }),
  );
  const failed = done.filter((outcome) => outcome !== 'left' && outcome !== 'filled');
  if (failed.length > 0)
    throw new Failure(`${id} is ready, but not filled: ${failed.join(', ')}. To try again, the same again`);
  if (!done.includes('filled')) {
    throw new Failure(
      `${id} is ready, but there is nothing to fill it with. Declare "previewData" (docs/preview-data.md), and deploy ${environment.name} from main`,
    );
  }

  /** Undefined when the host has no such job. */
  function start(database: string): Promise<OneOff | undefined> {
    const service = seedName(database);
    const file = join(folder, `${service}.json`);
    return OneOff.start(kubectl, { service, args: [id], caller: thisUser() }, file).catch(
      (error: Failure) => {
        if (!/is not deployed there/.test(error.message)) throw error;
        return undefined;
      },
    );
  }
}
