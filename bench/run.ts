import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTerraformProgram } from '../terraform/program';
import { readStack } from '../terraform/synthesized-stack';
import { LocalCommand } from '../test/e2e/local-command';
import { printApply } from './apply';
import { growthOfPlans } from './judge';
import { printPlan } from './plan';
import { growthOfServices } from './services';
import { growth, synthBesideBare } from './synth';

/** The environment that is measured: the one with the most resources. */
const STACK = 'prod';

async function main(): Promise<void> {
  synthBesideBare();
  growth();
  growthOfServices();
  growthOfPlans();
  const local = new LocalCommand('bench', 5860);
  const logs = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    // Alone, once the bootstrap is out of the way.
    await must(local.run(['up', 'dev']));
    await must(local.run(['up', STACK]));
    const stack = readStack(local.stackFolder(STACK));
    printApply(stack, join(local.folder, 'runs', `${STACK}.apply.log`));

    const log = join(logs, 'plan.log');
    execFileSync(findTerraformProgram(), ['plan', '-input=false', '-detailed-exitcode'], {
      cwd: local.stackFolder(STACK),
      env: { ...(await local.variables()), TF_LOG: 'JSON', TF_LOG_PATH: log },
    });
    printPlan(stack, log);
  } finally {
    await local.run(['stop']);
    rmSync(logs, { recursive: true });
  }
}

async function must(run: Promise<{ code: number | null; output: string }>): Promise<void> {
  const { code, output } = await run;
  if (code !== 0) throw new Error(output);
}

main();
