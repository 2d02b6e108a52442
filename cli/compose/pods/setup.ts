import { MASTER_FILES } from '../../../constructs/services/bindings/database-clients';
import type { BackingBinding } from '../../../declarations/binding';
import { type ComposeService, type Mounted, waitFor } from '../file';
import { masterSecret } from '../servers/servers';
import { containerOf } from './container';
import type { ComposeWorkload } from './workloads';

/** What makes the user of a service in a database: the script that the platform runs, with its four files. */
export function setupOf(
  workload: ComposeWorkload,
  binding: BackingBinding<'database'>,
  resolve: (text: string) => string,
  files: { readonly username: string; readonly password: string; readonly master: string },
): ComposeService {
  const folder = workload.container.env.find(({ name }) => name === 'SECRETS')!.value!;
  const mounted = (source: string, name: string): Mounted => ({
    source,
    target: `${folder}/${name}`,
  });
  const made = containerOf(workload, resolve, () => '');
  return {
    ...made,
    configs: [mounted(files.username, 'username'), mounted(files.master, MASTER_FILES.username)],
    secrets: [
      mounted(files.password, 'password'),
      mounted(masterSecret(binding.name), MASTER_FILES.password),
    ],
    // Compose puts the files into the container itself.
    read_only: false,
    depends_on: waitFor('service_healthy', [binding.name]),
  };
}
