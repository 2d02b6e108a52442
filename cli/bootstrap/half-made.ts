import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Failure } from '../../console/failure';
import { reason } from '../../programs/caller';
import { terraform } from '../../terraform/program';

interface State {
  readonly resources?: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly status?: string }[];
  }[];
}

/**
 * What Terraform may never destroy (constructs/core/protection.ts), and AWS makes in one request: whatever was to be done
 * to it after that, the next deploy does.
 */
const KEPT: ReadonlySet<string> = new Set(['aws_kms_key', 'aws_s3_bucket']);

/** Addresses of what a broken off run left half made, and would be made anew, which is refused. */
export function halfMade(state: string): string[] {
  if (state === '') return [];
  const { resources = [] } = JSON.parse(state) as State;
  return resources
    .filter(({ type, instances }) => KEPT.has(type) && instances.some(({ status }) => status === 'tainted'))
    .map(({ type, name }) => `${type}.${name}`);
}

/**
 * Lets a deploy continue after an interrupted one.
 * @returns the addresses.
 * @throws Failure with what Terraform says.
 */
export async function adoptHalfMade(file: string, env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const addresses = halfMade(readFileSync(file, 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  try {
    for (const address of addresses) {
      const untaint = ['untaint', '-no-color', `-state=${resolve(file)}`, address];
      const { code, stdout, stderr } = await terraform(untaint, folder, env);
      if (code !== 0) throw new Failure(`terraform untaint ${address}: ${reason(stderr || stdout)}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return addresses;
}
