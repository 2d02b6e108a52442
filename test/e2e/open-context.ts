import { openDisplay } from '../../local/deploy/display';
import { Interrupt } from '../../local/deploy/interrupt';
import { type LocalContext, project } from '../../local/deploy/local-context';
import { preparePrograms } from '../../local/deploy/programs';
import type { Stacks } from '../../local/deploy/stacks';
import type { Layout } from '../../local/machine/layout';
import { findTools } from '../../local/machine/tools';

/** What `npm run local` works with, for a test that does a part of its work. The programs are there. */
export async function openContext(paths: Layout, stacks: Stacks): Promise<LocalContext> {
  const tools = await findTools();
  const display = await openDisplay(process.stdout);
  const interrupt = new Interrupt((text) => display.note(text));
  const context = { layout: paths, project: project(), stacks, display, interrupt };
  await preparePrograms(context, tools);
  display.close();
  return context;
}
