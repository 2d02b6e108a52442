import { ensureGo } from '../machine/go';
import { build, type GoProgram, isBuilt } from '../machine/go-build';
import type { Tools } from '../machine/tools';
import { duration } from './display';
import type { LocalContext } from './local-context';

/** Builds a program unless it is there, and shows how far that is. It takes minutes on a new machine. */
export async function ensureCompiled(
  { layout, display }: LocalContext,
  { python }: Tools,
  name: string,
  program: GoProgram,
): Promise<void> {
  if (isBuilt(program)) return;
  const since = Date.now();
  const go = await ensureGo(layout.go, python);
  try {
    await build(program, go, (done, total, step) =>
      display.set(name, { step, since, part: total > 0 ? done / total : undefined }),
    );
  } finally {
    display.set(name, undefined);
  }
  display.note(`Built the ${name} in ${duration(Date.now() - since)}`);
}
