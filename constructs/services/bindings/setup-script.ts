import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeInterpolation } from '../../core/escape-interpolation';
import type { Variable } from '../pods/grant';
import type { Runtime } from '../runtime/runtime';

/** What the pod of a setup job reserves. */
export const SETUP_SIZE = { cpuMillicores: 50, memoryMiB: 256 };

/** A script of the folder setup as Terraform leaves it, or several as one. */
export function readScript(...files: readonly string[]): string {
  const read = (file: string) => readFileSync(join('constructs/services/bindings/setup', file), 'utf8');
  return escapeInterpolation(files.map(read).join(''));
}

/** A script that works for the preview whose id is its first argument. */
export function readPreviewScript(...files: readonly string[]): string {
  return readScript('preview-id.sh', ...files);
}

/** What the AWS CLI needs: the region, and a folder that it may write to. */
export function awsVariables({ naming }: Pick<Runtime, 'naming'>): Variable[] {
  return [
    { name: 'AWS_REGION', value: naming.region },
    { name: 'TMPDIR', value: '/tmp' },
    { name: 'HOME', value: '/tmp' },
  ];
}
