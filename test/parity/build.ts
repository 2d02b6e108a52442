import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type TerraformStack, Testing } from 'cdktf';
import type { Environment } from '../../parameters/environment';
import type { Preview } from '../../parameters/preview';
import { loadProject } from '../../parameters/project';
import { declared } from '../../services/declared';
import { Platform } from '../../stacks/platform';
import { PreviewPlatform, withinOf } from '../../stacks/preview';
import { ServicesStack } from '../../stacks/services';
import { withoutTraces } from '../../stacks/synthesis/without-traces';

/** The kind of stack to build: the platform, or in a trial something that is to be found out. */
export type StackClass = typeof Platform;

const project = loadProject('platform.json');

/** Synthesizes the platform of one environment alone, as the app does. */
export function build(environment: Environment, StackClass: StackClass = Platform): object {
  return synthesize((app) => new StackClass(app, environment.name, { project, environment }));
}

/** Synthesizes the services of one environment alone. */
export function buildServices(environment: Environment): object {
  return synthesize(
    (app) => new ServicesStack(app, `${environment.name}-services`, { project, environment, declared }),
  );
}

/** Synthesizes the platform of a preview alone, and its services alone. */
export function buildPreview(preview: Preview): { platform: object; services: object } {
  const { environment } = preview;
  const within = withinOf(project, preview, declared);
  return {
    platform: synthesize((app) => new PreviewPlatform(app, environment.name, { project, preview, declared })),
    services: synthesize(
      (app) =>
        new ServicesStack(app, `${environment.name}-services`, { project, environment, declared, within }),
    ),
  };
}

function synthesize(make: (app: App) => TerraformStack): object {
  const outdir = mkdtempSync(join(tmpdir(), 'parity-'));
  try {
    const app = new App({ stackTraces: false, outdir });
    return withoutTraces(() => JSON.parse(Testing.synth(make(app))));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
