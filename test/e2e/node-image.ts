import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '../../local/machine/go-build';

/** A program in Go that needs no other module. */
interface Program {
  /** Below test/e2e/apps. */
  readonly folder: string;
  /** Of its variables, by name: those that differ from what its code says. */
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * Compiles a program and packs it as an image of nothing else, as `docker save` would.
 * @param archive the file, which appears at once.
 */
export function makeImage(
  go: string,
  name: string,
  archive: string,
  { folder, values = {} }: Program = { folder: 'node' },
): void {
  const work = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    const root = join(work, 'root');
    mkdirSync(root);
    const set = Object.entries(values).map(([variable, value]) => `-X 'main.${variable}=${value}'`);
    const flags = ['-s', '-w', ...set].join(' ');
    execFileSync(go, ['build', '-ldflags', flags, '-o', join(root, 'bin', 'app'), '.'], {
      cwd: join(__dirname, 'apps', folder),
      env: environment(),
    });
    const layer = join(work, 'layer.tar');
    // As many builders do it: without the folders.
    execFileSync('tar', ['-cf', layer, '-C', root, 'bin/app']);
    const digest = createHash('sha256').update(readFileSync(layer)).digest('hex');
    const config = {
      os: 'linux',
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      config: { Entrypoint: ['/bin/app'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
    };
    writeFileSync(join(work, 'config.json'), JSON.stringify(config));
    const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
    writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
    const unfinished = `${archive}.unfinished`;
    execFileSync('tar', ['-cf', unfinished, '-C', work, 'manifest.json', 'config.json', 'layer.tar']);
    renameSync(unfinished, archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
