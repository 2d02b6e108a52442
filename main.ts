import { App } from 'cdktf';
import { bypassed } from './cli/guarded';
import { loadEnvironments } from './environments/load';
import { ParameterError } from './environments/problem';
import { loadProject } from './environments/project';
import { Bootstrap } from './stacks/bootstrap';
import { Platform } from './stacks/platform';
import { withoutTokenTraces } from './stacks/without-token-traces';

function main(): void {
  const project = loadProject('platform.json');
  const environments = loadEnvironments(process.env.PLATFORM_ENVIRONMENTS ?? 'environments');
  withoutTokenTraces(() => {
    const app = new App({ stackTraces: false });
    new Bootstrap(app, 'bootstrap', { project });
    for (const environment of environments) {
      new Platform(app, environment.name, { project, environment });
    }
    app.synth();
  });
}

function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}

const bypass = bypassed();
if (bypass) refuse(bypass);
else {
  try {
    main();
  } catch (error) {
    if (!(error instanceof Error) || process.env.PLATFORM_TRACE) throw error;
    // Constructs refuse by an error as well what no schema can hold, such as a name that gets too long.
    const hint =
      error instanceof ParameterError ? '' : '\n(Where in the code: PLATFORM_TRACE=1 npx tsx main.ts)';
    refuse(`${error.message}${hint}`);
  }
}
