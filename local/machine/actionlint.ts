import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { ensureBuilt } from './ensure-built';
import { type GoProgram, goProgram } from './go-build';
import { layout, projectRoot } from './layout';

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
  const program = actionlintProgram(layout().programs);
  await ensureBuilt(program, () => console.error('Building actionlint'));
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
