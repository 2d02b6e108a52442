import { join } from 'node:path';
import { exclusively } from '../../local/machine/exclusive';
import { ensurePython } from '../../local/machine/tools';
import { isCurrent, makeVenv, program } from '../../local/machine/venv';
import { userCache } from '../../programs/user-cache';

/** The Python that has what the report and its tests need. Installed the first time. */
export async function reportPython(): Promise<string> {
  const python = await ensurePython();
  const venv = {
    directory: join(userCache(), 'examples', 'report-tests'),
    requirements: 'examples/report/requirements-test.txt',
  };
  const wait = () => {};
  await exclusively(`${venv.directory}.lock`, wait, async () => {
    if (!isCurrent(venv, python)) await makeVenv(venv, python);
  });
  return program(venv, 'python');
}
