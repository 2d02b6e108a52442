import { ensureGo } from './go';
import { build, type GoProgram, isBuilt } from './go-build';
import { layout } from './layout';
import { ensurePython } from './tools';

/**
 * Builds a program of the project, unless it is there.
 * @param begin is called before a build, which may take minutes.
 * @throws Failure with what is missing, or with the end of what Go printed.
 */
export async function ensureBuilt(program: GoProgram, begin = () => {}): Promise<void> {
  if (isBuilt(program)) return;
  const python = await ensurePython();
  begin();
  await build(program, await ensureGo(layout().go, python), () => {});
}
