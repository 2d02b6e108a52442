import { resolve } from 'node:path';
import { scratchFolder } from '../../console/start';

/** Where Terraform plans. Plans can have secrets in them: it is gone however the run ends. */
export function planFolder(name: string): string {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  return scratchFolder(name, resolve('cdktf.out'));
}
