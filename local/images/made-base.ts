import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from '../../programs/must';
import { aptFor, download } from '../machine/servers/apt';
import { type Base, baseOf } from './bases';
import { openToAll } from './open-to-all';
import { writeDebian } from './whole-debian';

/** What every base has: a shell, the usual commands, time zones and authorities. */
const COMMON = ['base-files', 'base-passwd', 'coreutils', 'dash', 'libc-bin', 'ca-certificates', 'tzdata'];

/** What a base is copied from: a folder, or an archive where it has files that only root can make. */
const ROOT = 'root';
const ARCHIVE = 'root.tar';

/** Label of a base that was made here: it has what a service runs on, and not what it is built with. */
export const MADE = 'made-of-debian-packages';

/** Of Debian, those that an image is made of. */
export function packagesOf({ packages }: Base): readonly string[] {
  return [...COMMON, ...packages];
}

/** Whether an image can be made here. */
export function canMake(image: string): boolean {
  return baseOf(image) !== undefined;
}

/**
 * Makes what an image has from Debian's packages, as a folder with a Dockerfile: for a machine that no registry
 * answers.
 */
export async function writeBase(image: string, folder: string): Promise<void> {
  const base = baseOf(image)!;
  mkdirSync(folder, { recursive: true });
  if (base.installs) await writeDebian(base.release, join(folder, ARCHIVE));
  else await unpack(base, join(folder, ROOT), folder);
  writeFileSync(join(folder, 'Dockerfile'), dockerfile(base));
}

async function unpack(base: Base, root: string, folder: string): Promise<void> {
  mkdirSync(root, { recursive: true });
  const apt = await aptFor(base.release, join(dirname(folder), 'lists', base.release));
  // Without the scripts of packages, which need root: what they would make is made below.
  for (const archive of await download(folder, packagesOf(base), apt))
    await must('dpkg-deb', ['--extract', archive, root]);
  finish(root);
  await base.add?.(root);
  await openToAll(root);
}

function dockerfile({ command, run, installs }: Base): string {
  const lines = [
    'FROM scratch',
    installs ? `ADD ${ARCHIVE} /` : `COPY ${ROOT} /`,
    `LABEL ${MADE}=true`,
    'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...(run ? [`RUN ${run}`] : []),
    `CMD ${JSON.stringify(command)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function finish(root: string): void {
  const authorities = join(root, 'usr/share/ca-certificates/mozilla');
  const certificates = readdirSync(authorities).map((file) => readFileSync(join(authorities, file), 'utf8'));
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  writeFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), certificates.join('\n'));
  for (const file of ['passwd', 'group'])
    writeFileSync(join(root, 'etc', file), readFileSync(join(root, `usr/share/base-passwd/${file}.master`)));
}
