import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { ensureGo } from './go';
import { build, type GoProgram, goProgram, isBuilt } from './go-build';
import { layout, projectRoot } from './layout';
import { findPython } from './tools';

// npm run actionlint: checks the workflows, by shellcheck as well where the machine has it.

/** actionlint, which checks workflows of GitHub Actions. */
export function actionlintProgram(directory: string): GoProgram {
  const module = join(projectRoot, 'local', 'actionlint');
  return goProgram(
    { name: 'actionlint', module, packages: ['github.com/rhysd/actionlint/cmd/actionlint'] },
    directory,
  );
}

/** Builds it unless it is there, and gives its path. @throws Failure with what is missing. */
export async function ensureActionlint(): Promise<string> {
  const { programs, go } = layout();
  const program = actionlintProgram(programs);
  if (isBuilt(program)) return program.output;
  const python = await findPython(process.env);
  if (typeof python === 'string') throw new Failure(python);
  console.error('Building actionlint');
  await build(program, await ensureGo(go, python), () => {});
  return program.output;
}

if (require.main === module) {
  ensureActionlint()
    .then((program) => {
      const { status } = spawnSync(program, process.argv.slice(2), { cwd: projectRoot, stdio: 'inherit' });
      process.exitCode = status ?? 1;
    })
    .catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      console.error(error.message);
      process.exitCode = error.exitCode;
    });
}
