import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The name by which clients know a server that a test has started. */
export const SERVER_NAME = 'localhost';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];

/** An authority of a test's own, in the place of Amazon's. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));
  /** Path of its certificate, which is the bundle that clients are given. */
  readonly bundle = join(this.folder, 'bundle.pem');
  private readonly key = join(this.folder, 'authority.key');

  constructor() {
    make(this.key, this.bundle, 'Test authority', ['keyUsage=critical,keyCertSign']);
  }

  /** Makes `server.key` and `server.crt` in the data folder of a server, for its owner alone. */
  issue(data: string): { readonly key: string; readonly certificate: string } {
    const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')];
    const extensions = [`subjectAltName=DNS:${SERVER_NAME}`, 'basicConstraints=CA:FALSE'];
    make(key, certificate, SERVER_NAME, extensions, ['-CA', this.bundle, '-CAkey', this.key]);
    for (const file of [key, certificate]) chmodSync(file, 0o600);
    return { key, certificate };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function make(
  key: string,
  certificate: string,
  name: string,
  extensions: readonly string[],
  signing: readonly string[] = [],
): void {
  const files = ['-subj', `/CN=${name}`, '-keyout', key, '-out', certificate];
  const more = extensions.flatMap((extension) => ['-addext', extension]);
  execFileSync('openssl', ['req', '-x509', ...KEY, ...files, ...more, ...signing], { stdio: 'pipe' });
}
