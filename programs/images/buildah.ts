import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../capture';
import { must } from '../must';
import type { Builder, Destination } from './image-builder';
import { commonOptions, ownPlatform } from './options';

/** By which Linux runs programs of another machine. */
const EMULATORS: Readonly<Record<string, string>> = {
  'linux/amd64': '/proc/sys/fs/binfmt_misc/qemu-x86_64',
  'linux/arm64': '/proc/sys/fs/binfmt_misc/qemu-aarch64',
};

/** Without a daemon. Its store is a folder of its own; what it mounts ends with it. */
export function buildah(store: string): Builder & { works(): Promise<boolean> } {
  const options = [
    ...['--root', join(store, 'root'), '--runroot', join(store, 'run')],
    // It needs nothing of the machine, and leaves nothing mounted.
    ...['--storage-driver', 'vfs'],
  ];
  // Or it leaves a file in /etc.
  const settings = join(store, 'containers.conf');
  const scratch = join(store, 'tmp');
  mkdirSync(scratch, { recursive: true });
  writeFileSync(settings, `[network]\nnetwork_config_dir = "${join(store, 'networks')}"\n`);
  const env = { ...withoutEmulator(process.env), CONTAINERS_CONF: settings, TMPDIR: scratch };
  const ok = async (...args: string[]) =>
    (await capture('buildah', [...options, ...args], { env })).code === 0;
  const run = (...args: string[]) => must('buildah', [...options, ...args], { env });
  const several = new Set<string>();
  return {
    name: 'buildah',
    works: () => ok('images', '--quiet'),
    has: async (image) =>
      (await ok('inspect', '--type', 'image', official(image))) || ok('pull', '--quiet', official(image)),
    label: (image, name) =>
      run(
        'inspect',
        '--type',
        'image',
        '--format',
        `{{index .OCIv1.Config.Labels "${name}"}}`,
        official(image),
      ),
    id: async (image) => {
      const id = await run('inspect', '--type', 'image', '--format', '{{.FromImageID}}', official(image));
      return `sha256:${id.trim()}`;
    },
    platforms: async () => [
      ...new Set([
        ownPlatform(),
        ...Object.entries(EMULATORS).flatMap(([name, file]) => (existsSync(file) ? [name] : [])),
      ]),
    ],
    build: async (image, folder, given = {}) => {
      const { platforms = [], date } = given;
      const how = ['--isolation', 'chroot', '--pull=false', '--disable-compression'];
      const name = official(image);
      several.delete(image);
      if (platforms.length > 1) {
        several.add(image);
        await ok('manifest', 'rm', name);
      }
      await run(
        ...['build', '--quiet', ...how],
        ...(platforms.length > 1 ? ['--manifest', name] : ['--tag', name]),
        ...(platforms.length > 0 ? ['--platform', platforms.join(',')] : []),
        ...(date === undefined ? [] : ['--timestamp', `${date}`]),
        ...commonOptions(given),
        folder,
      );
      // What had the name before. The images of a list have no name of their own, and would go as well.
      if (platforms.length <= 1) await run('rmi', '--prune');
    },
    tag: async (image, name) => {
      await run('tag', official(image), official(name));
      return name;
    },
    save: async (image, file) => {
      await run('push', '--quiet', official(image), `docker-archive:${file}:${image}`);
    },
    pull: async (from, image, folder) => {
      const id = await run('pull', '--quiet', ...access(from, folder), `docker://${from.name}`);
      await run('tag', id.trim(), official(image));
    },
    push: async (image, destination, folder) => {
      const file = join(folder, 'digest');
      const to = [...access(destination, folder), '--digestfile', file];
      const place = `docker://${destination.name}`;
      if (several.has(image))
        await run('manifest', 'push', '--all', '--quiet', ...to, official(image), place);
      else await run('push', '--quiet', '--format', 'oci', ...to, official(image), place);
      return readFileSync(file, 'utf8').trim();
    },
  };
}

/** No argument has the password, as other users of the machine see those. */
function access({ name, insecure, user, password }: Destination, folder: string): string[] {
  const file = join(folder, 'auth.json');
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  writeFileSync(file, JSON.stringify({ auths: { [name.split('/')[0]!]: { auth } } }), { mode: 0o600 });
  return ['--authfile', file, ...(insecure ? ['--tls-verify=false'] : [])];
}

/** Whoever points a shell to the emulator makes it the proxy, which leads what is built nowhere else. */
function withoutEmulator({ HTTP_PROXY, ...others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return HTTP_PROXY === undefined || HTTP_PROXY === others.AWS_ENDPOINT_URL
    ? others
    : { ...others, HTTP_PROXY };
}

/** Docker's own registry is meant where none is named: buildah asks otherwise which. */
function official(image: string): string {
  const [first = ''] = image.split('/');
  if (/[.:]/.test(first) && image.includes('/')) return image;
  return image.includes('/') ? `docker.io/${image}` : `docker.io/library/${image}`;
}
