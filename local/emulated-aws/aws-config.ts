import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Layout } from '../machine/layout';
import type { Credentials } from './assume-role';

/** Where the profiles' calls go. */
export function awsConfig(endpoint: string, region: string, environments: readonly string[]): string {
  return ['default', ...environments.map((name) => `profile ${name}`)]
    .map((section) => `[${section}]\nendpoint_url = ${endpoint}\nregion = ${region}\n`)
    .join('\n');
}

/**
 * The profiles' keys. Not the role's name, for the AWS CLI to assume: it keeps what it gets in the user's home,
 * and would use it with the next emulator, which does not know it.
 */
export function awsCredentials(profiles: Readonly<Record<string, Credentials>>): string {
  return Object.entries(profiles)
    .map(([name, { accessKeyId, secretAccessKey, sessionToken }]) =>
      [
        `[${name}]`,
        `aws_access_key_id = ${accessKeyId}`,
        `aws_secret_access_key = ${secretAccessKey}`,
        `aws_session_token = ${sessionToken}`,
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** Writes the AWS CLI's files. Their names in the environment keep the user's own out of reach. */
export function writeAwsFiles(layout: Layout, config: string, credentials: string): void {
  mkdirSync(dirname(layout.awsConfig), { recursive: true });
  writeFileSync(layout.awsConfig, config);
  writeFileSync(layout.awsCredentials, credentials, { mode: 0o600 });
}
