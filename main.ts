import { App } from 'cdktf';
import { bypassed } from './cli/safe-cdktf/guarded';
import { withPlaces } from './declarations/checks/place';
import { checkServiceFiles } from './declarations/checks/service-files';
import { checkApplications } from './parameters/applications';
import { checkBackups } from './parameters/backup-rules';
import { checkDomainsTogether } from './parameters/domain-rules';
import { loadEnvironments } from './parameters/load';
import { environmentsFolder } from './parameters/parameter-file';
import { checkPartition } from './parameters/partition-rules';
import { loadPreview, previewRequest, readPreviewFile } from './parameters/preview';
import { loadProject } from './parameters/project';
import { checkRegion } from './parameters/region-rules';
import { projectWarnings, warningsOf } from './parameters/warnings';
import { checkZones } from './parameters/zones';
import { ParameterError } from './problems/problem';
import { together } from './problems/together';
import { declared } from './services/declared';
import { Account } from './stacks/account';
import { BackupsStack } from './stacks/backups';
import { Bootstrap } from './stacks/bootstrap';
import { accountStack, BACKUPS_STACK } from './stacks/names';
import { Platform } from './stacks/platform';
import { PreviewPlatform, withinOf } from './stacks/preview';
import { ServicesStack } from './stacks/services';
import { withoutTraces } from './stacks/synthesis/without-traces';

function main(): void {
  // Whoever starts it in a folder within the project means the project.
  process.chdir(__dirname);
  const directory = environmentsFolder();
  const [project, environments] = together(
    () => loadProject('platform.json'),
    () => loadEnvironments(directory, declared),
    () => readPreviewFile(directory, declared),
    () => checkServiceFiles('services', declared.services),
  );
  const faults = [
    ...checkZones(project, environments),
    ...checkBackups(project, environments),
    ...checkApplications(project, declared.services),
    ...checkDomainsTogether(project, environments),
    ...environments.flatMap((environment) => checkRegion(environment, declared, project.region)),
    ...environments.flatMap(({ document }) => checkPartition(document, project.region)),
  ];
  if (faults.length > 0) throw new ParameterError(faults);
  const warnings = [...projectWarnings(project), ...warningsOf(environments, declared)];
  for (const warning of warnings) console.error(`warning: ${warning}`);
  const preview = loadPreview(directory, environments, declared, previewRequest(process.env));
  const build = () => {
    const app = new App({ stackTraces: false });
    new Bootstrap(app, 'bootstrap', { project, environments, services: declared.services });
    const { backups } = project;
    if (backups) {
      new BackupsStack(app, BACKUPS_STACK, {
        project: { ...project, backups },
        environments,
        services: declared.services,
      });
    }
    for (const environment of environments) {
      new Account(app, accountStack(environment.name), { project, environment, services: declared.services });
      const platform = new Platform(app, environment.name, { project, environment, declared });
      new ServicesStack(app, `${environment.name}-services`, {
        project,
        environment,
        declared,
      }).addDependency(platform);
    }
    if (preview) {
      const { environment } = preview;
      const platform = new PreviewPlatform(app, environment.name, { project, preview, declared });
      new ServicesStack(app, `${environment.name}-services`, {
        project,
        environment,
        declared,
        within: withinOf(project, preview, declared),
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
    if (error instanceof ParameterError) refuse(new ParameterError(withPlaces(error.problems)).message);
    // Constructs refuse by an error as well what no schema can hold, such as a name that gets too long.
    else refuse(`${error.message}\n(Where in the code: PLATFORM_TRACE=1 npx tsx main.ts)`);
  }
}
