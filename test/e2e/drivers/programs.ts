import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../../../local/machine/ensure-built';
import { goProgram } from '../../../local/machine/go-build';
import { layout } from '../../../local/machine/layout';
import { ensurePython } from '../../../local/machine/tools';
import { isCurrent, makeVenv, program } from '../../../local/machine/venv';
import { userCache } from '../../../programs/user-cache';
import { root } from '../local-command';
import { DRIVERS, type Driver } from './driver';

export const FOLDER = join(root, 'test', 'drivers');

/** Whether this machine compiles and runs Java. */
export const hasJava = ['javac', 'mvn'].every((tool) => spawnSync(tool, ['-version']).status === 0);

const venv = {
  directory: join(userCache(), 'drivers', 'python'),
  requirements: join(FOLDER, 'python', 'requirements.txt'),
};
const go = goProgram(
  {
    name: 'drivers',
    module: join(FOLDER, 'go'),
    packages: DRIVERS.filter(({ language }) => language === 'go').map(
      ({ program }) => `platform/drivers/${program}`,
    ),
    file: 'drivers',
  },
  layout().programs,
);
const java = join(userCache(), 'drivers', 'java');

/** Fetches and builds what the programs need, unless an earlier run has: in the user's cache. */
export async function prepare(): Promise<void> {
  const python = await ensurePython();
  if (!isCurrent(venv, python)) await makeVenv(venv, python);
  await ensureBuilt(go);
  if (hasJava) compileJava();
}

/** The command that runs a driver's program. */
export function commandOf({ language, program: name }: Driver): [string, ...string[]] {
  const file = join(FOLDER, language, name);
  switch (language) {
    case 'node':
      return [process.execPath, file];
    case 'python':
      return [program(venv, 'python'), file];
    case 'go':
      return [join(go.output, name)];
    case 'java':
      return ['java', '-cp', [join(java, 'classes'), join(java, 'jars', '*')].join(':'), name.split('.')[0]!];
  }
}

function compileJava(): void {
  const pom = join(FOLDER, 'java', 'pom.xml');
  const stamp = join(java, 'made-of');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== readFileSync(pom, 'utf8')) {
    const to = `-DoutputDirectory=${join(java, 'jars')}`;
    execFileSync('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', to], { stdio: 'pipe' });
    writeFileSync(stamp, readFileSync(pom));
  }
  const files = DRIVERS.filter(({ language }) => language === 'java').map(({ program: name }) => name);
  const sources = ['Answer.java', ...files].map((name) => join(FOLDER, 'java', name));
  execFileSync('javac', ['-d', join(java, 'classes'), ...sources], { stdio: 'pipe' });
}
