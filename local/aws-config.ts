import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Layout } from './layout';
import type { Stack } from './stacks';

/** A profile for each environment: the role in its account that Terraform assumes too. */
export function awsConfig(endpoint: string, region: string, environments: readonly Stack[]): string {
  const where = [`endpoint_url = ${endpoint}`, `region = ${region}`];
  const profiles = environments.map(({ name, roleArn }) => [
    `[profile ${name}]`,
    ...(roleArn ? [`role_arn = ${roleArn}`, 'source_profile = default'] : []),
    ...where,
  ]);
  return [['[default]', ...where], ...profiles].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** Writes the AWS CLI's files. Their names in the environment keep the user's own out of reach. */
export function writeAwsConfig(layout: Layout, config: string): void {
  mkdirSync(dirname(layout.awsConfig), { recursive: true });
  writeFileSync(layout.awsConfig, config);
  writeFileSync(
    layout.awsCredentials,
    '[default]\naws_access_key_id = local\naws_secret_access_key = local\n',
    { mode: 0o600 },
  );
}
