// Makes dist/bin: one file for each program, with all that it needs but Node itself.
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { buildSync } from 'esbuild';

const programs = readdirSync('src/programs');
rmSync('dist', { recursive: true, force: true });
for (const program of programs) {
  const outfile = `dist/bin/${basename(program, '.ts')}`;
  buildSync({
    entryPoints: [`src/programs/${program}`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    keepNames: true,
    // A native client that pg takes if somebody has installed it.
    external: ['pg-native'],
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  });
  chmodSync(outfile, 0o755);
}
