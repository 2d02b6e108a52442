import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Environment } from '../../environments/environment';
import { loadProject } from '../../environments/project';
import { Platform } from '../../stacks/platform';
import { withoutTokenTraces } from '../../stacks/without-token-traces';

/** The kind of stack to build: the platform, or in a trial something that is to be found out. */
export type StackClass = typeof Platform;

const project = loadProject('platform.json');

/** Synthesizes one environment alone, as the app does. */
export function build(environment: Environment, StackClass: StackClass = Platform): object {
  const outdir = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    const app = new App({ stackTraces: false, outdir });
    return withoutTokenTraces(() => {
      const stack = new StackClass(app, environment.name, { project, environment });
      return JSON.parse(Testing.synth(stack));
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
