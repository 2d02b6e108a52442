import { join, resolve } from 'node:path';
import { goExample } from '../../../local/images/go-example';
import { ensureNodeModules } from '../../../local/images/node-modules';
import { ensureBuilt } from '../../../local/machine/ensure-built';
import { layout } from '../../../local/machine/layout';
import { reportPython } from '../../examples/report-python';
import { check } from '../../examples/run';

/** How each program of the examples is started. */
export interface Built {
  readonly catalog: (program: string) => string[];
  readonly storefront: (program: string, ...args: string[]) => string[];
  readonly report: (...args: string[]) => string[];
}

export async function buildExamples(): Promise<Built> {
  const catalog = goExample('catalog', layout().programs);
  const [python] = await Promise.all([reportPython(), ensureBuilt(catalog), buildStorefront()]);
  return {
    catalog: (program) => [join(catalog.output, program)],
    storefront: (program, ...args) => [
      process.execPath,
      resolve('examples/storefront/dist/bin', program),
      ...args,
    ],
    report: (...args) => [python, resolve('examples/report/bin/report'), ...args],
  };
}

async function buildStorefront(): Promise<void> {
  await ensureNodeModules('examples/storefront');
  await check('storefront', 'npm', ['run', 'build']);
}
