import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../programs/capture';
import { must } from './must';

/** What makes images. */
export interface Builder {
  readonly name: string;
  /** Whether an image is there, or can be fetched from a registry. */
  has(image: string): Promise<boolean>;
  /** The value of a label of an image that is there. */
  label(image: string, name: string): Promise<string>;
  /**
   * Makes an image of a folder with a Dockerfile.
   * @param build folder that takes the place of the stage `build`, as it could not run here.
   */
  build(image: string, folder: string, build?: string): Promise<void>;
  /** Gives an image that is there another name, and returns that. */
  tag(image: string, name: string): Promise<string>;
  /** Writes an image to a file, in the layout of `docker save`. */
  save(image: string, file: string): Promise<void>;
}

/** The first that works here. @param store folder that buildah keeps images in. */
export async function findBuilder(store: string): Promise<Builder | undefined> {
  for (const builder of [docker(), buildah(store)]) if (await builder.works()) return builder;
  return undefined;
}

export const NO_BUILDER =
  'Images are made by Docker with buildx or by buildah, and neither works here: start Docker, or run apt-get install buildah';

const contexts = (build?: string) => (build ? ['--build-context', `build=${build}`] : []);

function docker(): Builder & { works(): Promise<boolean> } {
  const ok = async (...args: string[]) => (await capture('docker', args)).code === 0;
  return {
    name: 'Docker',
    // The older builder takes nothing in the place of a stage.
    works: async () => (await ok('version')) && (await ok('buildx', 'version')),
    has: async (image) => (await ok('image', 'inspect', image)) || ok('pull', '--quiet', image),
    label: (image, name) =>
      must('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${name}"}}`, image]),
    build: async (image, folder, build) => {
      await must('docker', ['build', '--quiet', '--tag', image, ...contexts(build), folder]);
    },
    tag: async (image, name) => {
      await must('docker', ['tag', image, name]);
      return name;
    },
    save: async (image, file) => {
      await must('docker', ['save', '--output', file, image]);
    },
  };
}

/** Without a daemon. Its store is a folder of its own; what it mounts ends with it. */
function buildah(store: string): Builder & { works(): Promise<boolean> } {
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
  const env = { ...process.env, CONTAINERS_CONF: settings, TMPDIR: scratch };
  const ok = async (...args: string[]) =>
    (await capture('buildah', [...options, ...args], { env })).code === 0;
  const run = (...args: string[]) => must('buildah', [...options, ...args], { env });
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
    build: async (image, folder, build) => {
      const how = ['--isolation', 'chroot', '--pull=false', '--disable-compression'];
      await run('build', '--quiet', ...how, '--tag', official(image), ...contexts(build), folder);
      // What had the name before.
      await run('rmi', '--prune');
    },
    tag: async (image, name) => {
      await run('tag', official(image), official(name));
      return name;
    },
    save: async (image, file) => {
      await run('push', '--quiet', official(image), `docker-archive:${file}:${image}`);
    },
  };
}

/** Docker's own registry is meant where none is named: buildah asks otherwise which. */
function official(image: string): string {
  const [first = ''] = image.split('/');
  if (/[.:]/.test(first) && image.includes('/')) return image;
  return image.includes('/') ? `docker.io/${image}` : `docker.io/library/${image}`;
}
