import { join } from 'node:path';
import { capture } from '../../local/capture';
import { layout } from '../../local/layout';
import { findPython } from '../../local/tools';
import { isCurrent, makeVenv, program } from '../../local/venv';
import { root } from './local-command';

test("the emulator's own tests pass", async () => {
  const python = await findPython(process.env);
  if (typeof python === 'string') throw new Error(python);
  const venv = {
    directory: layout().venv,
    requirements: join(root, 'local', 'emulator', 'requirements.txt'),
  };
  if (!isCurrent(venv, python)) await makeVenv(venv, python);
  const { code, stdout } = await capture(program(venv, 'python'), ['-m', 'pytest', '-q', 'emulator'], {
    cwd: join(root, 'local'),
  });
  expect(stdout).toMatch(/\d+ passed/);
  expect(code).toBe(0);
}, 300_000);
