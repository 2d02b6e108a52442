import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { openToAll } from '../../../local/images/open-to-all';
import { exclusively } from '../../../local/machine/exclusive';
import { aptFor, download } from '../../../local/machine/servers/apt';
import { fetchProgram, folderOf } from '../../../local/machine/servers/fetch';
import type { ProgramName } from '../../../local/machine/servers/programs';
import { ensurePython } from '../../../local/machine/tools';
import { must } from '../../../programs/must';
import { userCache } from '../../../programs/user-cache';

/** One image for all servers, where no registry answers. What starts in it, its entrypoint knows by the command. */
export const STAND_IN = 'stand-in:1';

const RELEASE = 'bookworm';
const PACKAGES = [
  ...['base-files', 'base-passwd', 'bash', 'coreutils', 'dash', 'libc-bin', 'grep', 'sed', 'tzdata'],
  ...['busybox-static', 'gosu', 'python3'],
];
const PYTHON = '3.11';
const LIBRARIES = ['moto[s3]==5.2.1', 'flask', 'flask-cors', 'boto3'];

/** Of each server: its folder, and its programs. */
const SERVERS: readonly (readonly [ProgramName, string, readonly string[]])[] = [
  ['postgres-17', 'usr/lib/postgresql/17/bin', ['initdb', 'pg_ctl', 'pg_isready', 'postgres', 'psql']],
  ['mysql-9', 'usr/sbin', ['mysqld']],
  ['mysql-9', 'usr/bin', ['mysql', 'mysqladmin']],
  ['valkey-8', 'usr/bin', ['valkey-server', 'valkey-cli']],
  ['memcached-1', 'usr/bin', ['memcached']],
];
const USERS = { postgres: 999, mysql: 998, valkey: 997, memcache: 996 };

/** Makes the archive of its files, unless it is there. @returns its path. */
export async function ensureStandIn(): Promise<string> {
  const own = ['stand-in.ts', 'entrypoint.sh', 'flags.py'].map((name) => readFileSync(join(__dirname, name)));
  const digest = createHash('sha256').update(Buffer.concat(own)).digest('hex').slice(0, 16);
  const folder = join(userCache(), 'compose-stand-in');
  const archive = join(folder, `${digest}.tar`);
  await exclusively(
    `${folder}.lock`,
    () => {},
    async () => {
      if (existsSync(archive)) return;
      rmSync(folder, { recursive: true, force: true });
      const root = join(folder, 'root');
      mkdirSync(root, { recursive: true });
      await addPackages(root, folder);
      for (const name of new Set(SERVERS.map(([name]) => name))) await addServer(root, name);
      for (const [name, path, programs] of SERVERS) link(root, name, path, programs);
      await addPython(root);
      finish(root);
      await openToAll(root);
      await must('tar', ['-C', root, '-cf', `${archive}.unfinished`, '.']);
      renameSync(`${archive}.unfinished`, archive);
      rmSync(root, { recursive: true });
    },
  );
  return archive;
}

async function addPackages(root: string, scratch: string): Promise<void> {
  const apt = await aptFor(RELEASE, join(scratch, 'lists'));
  for (const file of await download(scratch, PACKAGES, apt))
    await must('dpkg-deb', ['--extract', file, root]);
}

/** Where it is on this machine, as its programs look for their libraries there. */
async function addServer(root: string, name: ProgramName): Promise<void> {
  const folder = await fetchProgram(name);
  mkdirSync(join(root, dirname(folder)), { recursive: true });
  await must('cp', ['-a', folder, join(root, folder)]);
  for (const part of ['usr/share/doc', 'usr/share/locale', 'usr/share/man'])
    rmSync(join(root, folder, part), { recursive: true, force: true });
}

function link(root: string, name: ProgramName, path: string, programs: readonly string[]): void {
  const folder = join(folderOf(name), path);
  const wrapped = readdirSync(join(root, folder)).find((file) => file.endsWith('.binary'))!;
  const [text, other] = [
    readFileSync(join(root, folder, wrapped.replace('.binary', '')), 'utf8'),
    join(folder, wrapped),
  ];
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  for (const program of programs) {
    const file = join(root, folder, program);
    if (!existsSync(`${file}.binary`) && wrapped !== 'valkey-check-rdb.binary') {
      // Wrapped as those are that the machine itself runs.
      renameSync(file, `${file}.binary`);
      writeFileSync(file, text.replace(other, join(folder, `${program}.binary`)), { mode: 0o755 });
    }
    symlinkSync(join(folder, program), join(root, 'usr/local/bin', program));
  }
}

async function addPython(root: string): Promise<void> {
  const python = await ensurePython();
  await must(python.command, [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'],
    ...['--only-binary=:all:', '--python-version', PYTHON, '--target', join(root, 'usr/local/lib/python')],
    ...LIBRARIES,
  ]);
}

function finish(root: string): void {
  for (const file of ['passwd', 'group'])
    copyFileSync(join(root, `usr/share/base-passwd/${file}.master`), join(root, 'etc', file));
  for (const [name, id] of Object.entries(USERS)) {
    appendFileSync(join(root, 'etc/passwd'), `${name}:x:${id}:${id}::/tmp:/bin/sh\n`);
    appendFileSync(join(root, 'etc/group'), `${name}:x:${id}:\n`);
  }
  const bin = join(root, 'usr/local/bin');
  symlinkSync('/usr/bin/python3', join(bin, 'python'));
  for (const applet of ['nc', 'setsid']) symlinkSync('/bin/busybox', join(bin, applet));
  copyFileSync(join(__dirname, 'entrypoint.sh'), join(bin, 'docker-entrypoint.sh'));
  chmodSync(join(bin, 'docker-entrypoint.sh'), 0o755);
  mkdirSync(join(root, 'usr/local/share'), { recursive: true });
  copyFileSync(join(__dirname, 'flags.py'), join(root, 'usr/local/share/flags.py'));
  mkdirSync(join(root, 'tmp'), { recursive: true });
}

/** What the image says besides its files. */
export const STAND_IN_SETTINGS = [
  'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin',
  'ENV PYTHONPATH=/usr/local/lib/python',
  'ENTRYPOINT ["docker-entrypoint.sh"]',
];

/** Gives an engine the image. */
export function load(docker: (...args: string[]) => void, archive: string): void {
  docker('import', ...STAND_IN_SETTINGS.flatMap((setting) => ['--change', setting]), archive, STAND_IN);
}
