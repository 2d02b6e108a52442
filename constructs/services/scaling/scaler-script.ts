import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeInterpolation } from '../../core/escape-interpolation';

/** The script of the scaler as Terraform leaves it. */
export function readScaler(): string {
  return escapeInterpolation(readFileSync(join('constructs/services/scaling', 'scaler.sh'), 'utf8'));
}
