import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type Captured, capture } from '../../programs/capture';
import { folder as fixture } from '../fixture/fixture';

const DECLARED = resolve('services/declared.ts');

/**
 * A command of cli/ as a process of its own, in a project with the fixture's files. It is compiled once: to load it file
 * by file takes a second of each run.
 */
export class Command {
  readonly project = mkdtempSync(join(tmpdir(), 'command-'));
  private readonly compiled: Promise<unknown>;

  constructor(private readonly name: string) {
    for (const file of ['platform.json', 'environments'])
      cpSync(join(fixture, file), join(this.project, file), { recursive: true });
    symlinkSync(resolve('node_modules'), join(this.project, 'node_modules'));
    this.compiled = this.compile();
    afterAll(() => rmSync(this.project, { recursive: true, force: true }));
  }

  /**
   * @param env Beside what the tests themselves run with.
   * @param cwd Default: the fixture's project.
   */
  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.project): Promise<Captured> {
    await this.compiled;
    return capture(process.execPath, [join(this.project, `${this.name}.js`), ...args], {
      cwd,
      env: { ...process.env, ...env },
    });
  }

  private compile() {
    return build({
      entryPoints: [resolve('cli', this.name, `${this.name}.ts`)],
      outfile: join(this.project, `${this.name}.js`),
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      plugins: [
        {
          name: 'declarations of the fixture',
          setup: ({ onResolve }) =>
            onResolve({ filter: /\/services\/declared$/ }, ({ path, resolveDir }) =>
              resolve(resolveDir, `${path}.ts`) === DECLARED
                ? { path: join(fixture, 'services', 'declared.ts') }
                : undefined,
            ),
        },
      ],
    });
  }
}
