import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../capture';
import { must } from '../must';
import type { Builder, Destination } from './image-builder';
import { commonOptions, ownPlatform } from './options';

/** Of an image for several platforms, which Docker's own store can't always hold. */
interface Several {
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export function docker(): Builder & { works(): Promise<boolean> } {
  const ok = async (...args: string[]) => (await capture('docker', args)).code === 0;
  const several = new Map<string, Several>();
  const build = ({ folder, args, env }: Several, ...more: string[]) =>
    must('docker', ['buildx', 'build', '--quiet', ...args, ...more, folder], { env });
  return {
    name: 'Docker',
    // The older builder takes nothing in the place of a stage.
    works: async () => (await ok('version')) && (await ok('buildx', 'version')),
    has: async (image) => (await ok('image', 'inspect', image)) || ok('pull', '--quiet', image),
    id: async (image) => (await must('docker', ['image', 'inspect', '--format', '{{.Id}}', image])).trim(),
    label: (image, name) =>
      must('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${name}"}}`, image]),
    platforms: async () => {
      const text = await must('docker', ['buildx', 'inspect', '--bootstrap']);
      const listed = [...text.matchAll(/^\s*Platforms:\s*(.*)$/gm)].flatMap(([, line]) => line!.split(','));
      return [...new Set(listed.map((name) => name.trim().replace(/\*$/, '')))];
    },
    build: async (image, folder, options = {}) => {
      const { platforms = [], date } = options;
      const env = { ...process.env, ...(date === undefined ? {} : { SOURCE_DATE_EPOCH: `${date}` }) };
      const made = { folder, args: commonOptions(options), env };
      several.delete(image);
      if (platforms.length > 1) {
        const all = { ...made, args: [...made.args, '--platform', platforms.join(',')] };
        await build(all, '--tag', image);
        several.set(image, all);
      }
      const one = platforms.includes(ownPlatform()) ? ownPlatform() : platforms[0];
      await build(made, ...(one ? ['--platform', one] : []), '--tag', image, '--load');
    },
    tag: async (image, name) => {
      await must('docker', ['tag', image, name]);
      return name;
    },
    save: async (image, file) => {
      await must('docker', ['save', '--output', file, image]);
    },
    pull: async (from, image, folder) => {
      await must('docker', ['--config', login(from, folder), 'pull', '--quiet', from.name]);
      await must('docker', ['tag', from.name, image]);
    },
    push: async (image, destination, folder) => {
      const { name } = destination;
      const config = login(destination, folder);
      const made = several.get(image);
      if (made) {
        const metadata = join(folder, 'pushed.json');
        const env = { ...made.env, DOCKER_CONFIG: config };
        await build({ ...made, env }, '--tag', name, '--push', '--metadata-file', metadata);
        return JSON.parse(readFileSync(metadata, 'utf8'))['containerimage.digest'] as string;
      }
      await must('docker', ['tag', image, name]);
      const told = await must('docker', ['--config', config, 'push', name]);
      return /digest: (sha256:[0-9a-f]{64})/.exec(told)![1]!;
    },
  };
}

/** Of this call alone: the user's own logins are left as they are. @returns the folder. */
function login({ name, user, password }: Destination, folder: string): string {
  const config = join(folder, 'docker');
  mkdirSync(config, { recursive: true });
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  const logins = { auths: { [name.split('/')[0]!]: { auth } } };
  writeFileSync(join(config, 'config.json'), JSON.stringify(logins), { mode: 0o600 });
  return config;
}
