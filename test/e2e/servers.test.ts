import { join } from 'node:path';
import { layout } from '../../local/machine/layout';
import { hasDebian } from '../../local/machine/servers/apt';
import { fetchProgram, serverPrograms } from '../../local/machine/servers/fetch';
import { program } from '../../local/machine/venv';
import { capture } from '../../programs/capture';
import { root } from './local-command';

const PROGRAMS = ['postgres-17', 'postgres-18', 'mysql-9', 'valkey-8', 'memcached-1'] as const;

// Their programs come from packages of Debian.
const onDebian = hasDebian() ? test : test.skip;

onDebian(
  'real servers stand behind databases and caches: TLS, passwords, users, restarts, snapshots, and nothing is left',
  async () => {
    for (const name of PROGRAMS) await fetchProgram(name);
    const args = ['-m', 'pytest', '-q', '-o', 'python_files=*.py', 'emulator/tests/real'];
    const { stdout, code } = await capture(program({ directory: layout().venv }, 'python'), args, {
      cwd: join(root, 'local'),
      env: { ...process.env, EMULATOR_SERVERS: serverPrograms() },
    });
    expect(stdout).toMatch(/\d+ passed/);
    expect(stdout).not.toMatch(/skipped/);
    expect(code).toBe(0);
  },
  900_000,
);
