import { readFileSync, writeFileSync } from 'node:fs';
import { nextState, type Tainted, untaint } from '../../terraform/states/untaint';

/**
 * What Terraform may never destroy (constructs/core/protection.ts), and AWS makes in one request: whatever was to be done
 * to it after that, the next deploy does.
 */
const KEPT: ReadonlySet<string> = new Set(['aws_kms_key', 'aws_s3_bucket']);

/**
 * Lets a deploy continue after an interrupted one, which left half made what it then would make anew, and may not.
 * @param file the state.
 * @returns the addresses of what the deploy goes on with.
 */
export function adoptHalfMade(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  if (text === '') return [];
  const state = JSON.parse(text) as Tainted;
  const addresses = untaint(state, (_, type) => KEPT.has(type));
  if (addresses.length > 0) writeFileSync(file, nextState(state), { mode: 0o600 });
  return addresses;
}
