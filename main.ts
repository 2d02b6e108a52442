import { App } from 'cdktf';
import { bypassed } from './cli/guarded';
import { loadEnvironments } from './environments/load';
import { ParameterError } from './environments/problem';
import { loadProject } from './environments/project';
import { declared } from './services/declared';
import { Bootstrap } from './stacks/bootstrap';
import { Platform } from './stacks/platform';
import { ServicesStack } from './stacks/services';
import { withoutTraces } from './stacks/without-traces';

function main(): void {
  const project = loadProject('platform.json');
  const environments = loadEnvironments(process.env.PLATFORM_ENVIRONMENTS ?? 'environments');
  const build = () => {
    const app = new App({ stackTraces: false });
    new Bootstrap(app, 'bootstrap', { project });
    for (const environment of environments) {
      const platform = new Platform(app, environment.name, { project, environment });
      new ServicesStack(app, `${environment.name}-services`, {
        project,
        environment,
        declared,
      }).addDependency(platform);
    }
    app.synth();
  };
  // Whoever looks for a fault wants to see where it is.
  if (process.env.PLATFORM_TRACE) build();
  else withoutTraces(build);
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
