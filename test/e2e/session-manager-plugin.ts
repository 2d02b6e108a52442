import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder with a `session-manager-plugin` that opens nothing, and prints what the AWS CLI hands to the real one: the
 * answer of Systems Manager (`session`) and the request (`request`).
 * Source: aws-cli, awscli/customizations/sessionmanager.py.
 */
export function pluginFolder(directory: string): string {
  const folder = join(directory, 'plugin');
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh
[ "$1" = --version ] && { echo 1.2.0.0; exit; }
printf '{"session":%s,"request":%s}\\n' "$1" "$5"
`;
  writeFileSync(join(folder, 'session-manager-plugin'), script, { mode: 0o755 });
  return folder;
}
