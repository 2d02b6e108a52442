import { join } from 'node:path';
import { ensureBuilt } from '../../local/machine/ensure-built';
import { clusterProgram } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { ensurePython } from '../../local/machine/tools';
import { isCurrent, makeVenv, program } from '../../local/machine/venv';
import { capture } from '../../programs/capture';
import { root } from './local-command';

test("the emulator's own tests pass", async () => {
  const python = await ensurePython();
  const venv = {
    directory: layout().venv,
    requirements: join(root, 'local', 'emulator', 'requirements.txt'),
  };
  if (!isCurrent(venv, python)) await makeVenv(venv, python);
  // Without it those of the clusters are left out.
  const kubernetes = clusterProgram(layout().programs);
  await ensureBuilt(kubernetes);
  const { code, stdout } = await capture(program(venv, 'python'), ['-m', 'pytest', '-q', 'emulator'], {
    cwd: join(root, 'local'),
    env: { ...process.env, EMULATOR_KUBERNETES: kubernetes.output },
  });
  expect(stdout).toMatch(/\d+ passed/);
  expect(stdout).not.toMatch(/skipped/);
  expect(code).toBe(0);
}, 2_400_000);
