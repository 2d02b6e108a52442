import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../console/failure';
import { aptFor, download } from '../machine/servers/apt';
import { must, openToAll } from './must';

/** What every base has: a shell, the usual commands, time zones and authorities. */
const COMMON = ['base-files', 'base-passwd', 'coreutils', 'dash', 'libc-bin', 'ca-certificates', 'tzdata'];

interface Recipe {
  /** Of the image's name. */
  readonly pattern: RegExp;
  readonly packages: readonly string[];
  readonly command: string;
  /** Adds what Debian does not have. @param version of the image's name. */
  readonly add?: (root: string, version: string) => Promise<void>;
}

const RECIPES: readonly Recipe[] = [
  {
    pattern: /^node:(?<version>[\d.]+)-(?<release>\w+)-slim$/,
    packages: ['libstdc++6'],
    command: 'node',
    add: addNode,
  },
  {
    pattern: /^python:(?<version>3\.\d+)-slim-(?<release>\w+)$/,
    packages: ['python3'],
    command: 'python3',
    add: checkPython,
  },
];

/** Label of a base that was made here: it has what a service runs on, and not what it is built with. */
export const MADE = 'made-of-debian-packages';

/** Whether a base image can be made here. */
export function canMake(image: string): boolean {
  return RECIPES.some(({ pattern }) => pattern.test(image));
}

/**
 * Makes what a base image has from Debian's packages, as a folder with a Dockerfile: for a machine that no registry
 * answers.
 */
export async function writeBase(image: string, folder: string): Promise<void> {
  const recipe = RECIPES.find(({ pattern }) => pattern.test(image))!;
  const { version, release } = recipe.pattern.exec(image)!.groups!;
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  const apt = await aptFor(release!, join(dirname(folder), 'lists', release!));
  // Without the scripts of packages, which need root: what they would make is made below.
  for (const archive of await download(folder, [...COMMON, ...recipe.packages], apt))
    await must('dpkg-deb', ['--extract', archive, root]);
  finish(root);
  await recipe.add?.(root, version!);
  await openToAll(root);
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const lines = [
    'FROM scratch',
    'COPY root /',
    `LABEL ${MADE}=true`,
    `ENV ${path}`,
    `CMD ["${recipe.command}"]`,
  ];
  writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
}

function finish(root: string): void {
  const authorities = join(root, 'usr/share/ca-certificates/mozilla');
  const certificates = readdirSync(authorities).map((file) => readFileSync(join(authorities, file), 'utf8'));
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), certificates.join('\n'));
  for (const file of ['passwd', 'group'])
    writeFileSync(join(root, 'etc', file), readFileSync(join(root, `usr/share/base-passwd/${file}.master`)));
}

/** Node's own program, as the package `node` of npm installs it. */
async function addNode(root: string, version: string): Promise<void> {
  const name = `node-linux-${process.arch}@${version}`;
  const [{ filename } = { filename: '' }] = JSON.parse(
    await must('npm', ['pack', '--json', '--pack-destination', root, name]),
  ) as { filename: string }[];
  const place = join(root, 'usr/local/bin');
  mkdirSync(place, { recursive: true });
  await must('tar', ['-xzf', join(root, filename), '-C', place, '--strip-components=2', 'package/bin/node']);
  await must('rm', [join(root, filename)]);
}

async function checkPython(root: string, version: string): Promise<void> {
  const there = readdirSync(join(root, 'usr/bin'));
  if (there.includes(`python${version}`)) return;
  throw new Failure(`Debian's python3 of that release is not ${version}: change the Dockerfile's base`);
}
