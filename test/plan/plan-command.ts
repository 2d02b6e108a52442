import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { LocalCommand } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';

export interface Planned {
  readonly code: number | null;
  /** The report. */
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run plan` in a project, on the emulator of a `npm run local`. */
export async function planIn(
  { directory }: ProjectCopy,
  local: LocalCommand,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Planned> {
  const variables = await local.variables();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'cli/plan/plan.ts', ...args], {
      cwd: directory,
      env: { ...variables, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A copy of the project beside the emulator of a `npm run local`. */
export function copyFor(local: LocalCommand, name: string): ProjectCopy {
  return new ProjectCopy(join(local.folder, name));
}

/** Takes a database out of a project, as its team would. */
export function removeProducts(copy: ProjectCopy): void {
  copy.source('services/backing.ts', "    products: { engine: 'mysql' },\n", '');
  copy.source('services/catalog.ts', "bind: ['products', 'pages']", "bind: ['pages']");
  // No rules for a database that is not there.
  const rules = /^ {2}previewData: \{\n[\s\S]*?^ {2}\},\n/m.exec(copy.text('services/catalog.ts'));
  copy.source('services/catalog.ts', rules![0], '');
  for (const name of ['dev', 'qa', 'prod'])
    copy.parameters(name, ({ databases }) => delete databases.products);
}
