import { ensureGo } from '../../local/machine/go';
import { build, type GoProgram, isBuilt } from '../../local/machine/go-build';
import { layout } from '../../local/machine/layout';
import { findPython } from '../../local/machine/tools';

/** Builds a program of the project, unless it is there. */
export async function ensureBuilt(program: GoProgram): Promise<void> {
  if (isBuilt(program)) return;
  const python = await findPython(process.env);
  if (typeof python === 'string') throw new Error(python);
  await build(program, await ensureGo(layout().go, python), () => {});
}
