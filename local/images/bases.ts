import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { must } from '../../programs/must';
import { projectRoot } from '../machine/layout';
import { PROGRAMS, programFor } from '../machine/servers/programs';

/** What is made in place of an image. */
export interface Base {
  /** Of Debian. */
  readonly release: string;
  /** Whether apt-get works in it, as a Dockerfile that installs packages needs. Default: it does not. */
  readonly installs?: true;
  /** Beside what each base has. */
  readonly packages: readonly string[];
  readonly command: readonly string[];
  /** Adds what Debian does not have. */
  readonly add?: (root: string) => Promise<void>;
  /** A command that runs in the image when all is there. */
  readonly run?: string;
}

interface Recipe {
  /** Of the image's name, without a digest. */
  readonly pattern: RegExp;
  readonly make: (version: string, release: string) => Base;
}

const LIBRARY = String.raw`^(public\.ecr\.aws/docker/library/)?`;

const RECIPES: readonly Recipe[] = [
  {
    pattern: /^debian:(?<version>[a-z]+)-slim$/,
    make: (release) => ({ release, installs: true, packages: [], command: ['bash'] }),
  },
  {
    pattern: /^node:(?<version>[\d.]+)-(?<release>\w+)-slim$/,
    make: (version, release) => ({
      release,
      packages: ['libstdc++6'],
      command: ['node'],
      add: (root) => addNode(root, version),
    }),
  },
  {
    pattern: /^python:(?<version>3\.\d+)-slim-(?<release>\w+)$/,
    make: (version, release) => ({
      release,
      packages: ['python3'],
      command: ['python3'],
      add: (root) => checkPython(root, version),
    }),
  },
  {
    pattern: new RegExp(`${LIBRARY}postgres:(?<version>\\d+)\\.\\d+-alpine$`),
    make: (version) => ({
      release: releaseOf('postgres', version),
      // With the second, a program answers a question that is meant for a terminal.
      packages: [`postgresql-client-${version}`, 'util-linux', 'sed'],
      command: ['psql'],
      add: async (root) => link(root, `/usr/lib/postgresql/${version}/bin/psql`, 'usr/local/bin/psql'),
    }),
  },
  {
    pattern: new RegExp(`${LIBRARY}mysql:(?<version>[\\d.]+)$`),
    make: (version) => ({
      release: releaseOf('mysql', version),
      packages: ['mysql-client-core', 'sed'],
      command: ['mysql'],
    }),
  },
  {
    pattern: /^public\.ecr\.aws\/aws-cli\/aws-cli:(?<version>2\.[\d.]+)$/,
    make: () => ({
      release: PYTHON_RELEASE,
      // With all but the first its scripts do the rest (constructs/services/scaling/scaler.sh).
      packages: ['awscli', 'curl', 'mawk', 'sed'],
      command: ['aws'],
      // As the script of its package would.
      add: async (root) => link(root, '/usr/bin/mawk', 'usr/bin/awk'),
      run: COMPILE,
    }),
  },
  {
    pattern: /^public\.ecr\.aws\/aws-appconfig\/aws-appconfig-agent:(?<version>2\.[\d.]+)$/,
    make: () => ({
      release: PYTHON_RELEASE,
      packages: ['python3-botocore'],
      command: ['python3', `/${AGENT}`],
      add: async (root) => cpSync(join(projectRoot, 'local', 'images', AGENT), join(root, AGENT)),
      run: COMPILE,
    }),
  },
];

const PYTHON_RELEASE = 'trixie';
/** No container can write down what it has compiled, and each call of the AWS CLI would take seconds more. */
const COMPILE = 'python3 -m compileall -q /usr/lib/python3/dist-packages /usr/lib/python3.*; true';
/** Beside this file. */
export const AGENT = 'flag-agent.py';

/** What is made in place of an image, if it can be. */
export function baseOf(image: string): Base | undefined {
  for (const { pattern, make } of RECIPES) {
    const found = pattern.exec(image)?.groups;
    if (found) return make(found.version!, found.release ?? '');
  }
  return undefined;
}

/** Of Debian, that has the programs of the server which stands behind the emulated one. */
function releaseOf(engine: string, version: string): string {
  return PROGRAMS[programFor({ engine, version })!].release;
}

function link(root: string, target: string, path: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  symlinkSync(target, join(root, path));
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
