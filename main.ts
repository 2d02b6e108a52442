import { App } from 'cdktf';
import { loadEnvironments } from './environments/load';
import { ParameterError } from './environments/problem';
import { loadProject } from './environments/project';
import { Bootstrap } from './stacks/bootstrap';
import { Platform } from './stacks/platform';
import { withoutTokenTraces } from './stacks/without-token-traces';

try {
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
} catch (error) {
  if (!(error instanceof ParameterError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
