import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { scratchFolder, start } from '../../console/start';
import { roleArn, toolingNames } from '../../constructs/core/role-names';
import { keptName } from '../../declarations/kept-name';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject } from '../../parameters/project';
import { Gh } from '../../programs/gh';
import { Git } from '../../programs/git';
import { declared } from '../../services/declared';
import { oldestCommit } from '../deployed/oldest-commit';
import { Records } from '../deployed/record';
import { findNamed } from '../find-named';
import { openEnvironment } from '../open-environment';
import { type ForgeArguments, parseForgeArguments, usage } from './arguments';
import { body, bodyFile, runUrl } from './body';
import { checkForge, type WantedEnvironment } from './check';
import { comment } from './comment';
import { deployedCommit } from './deployed';
import { driftIssues } from './drift';
import { checkOrder } from './order';
import { raise } from './raise';
import { requestedCommit } from './request';
import { reviewsOf } from './reviewed';

// npm run forge: what the workflows have to say to GitHub.

async function main(args: ForgeArguments, folder: string): Promise<void> {
  const gh = new Gh();
  const run = runUrl(process.env);
  const file = join(folder, 'body.md');
  switch (args.command) {
    case 'help':
      return console.log(usage);
    case 'comment':
      return comment(gh, args.pullRequest, args.kind, bodyFile(file, body(args.kind, args.files, run)));
    case 'request':
      return console.log(await requestedCommit(gh, args.pullRequest, args.who));
    case 'order':
      return checkOrder(gh, new Git('.'), args.environment);
    case 'deployed':
      return console.log((await deployedCommit(gh, args.environment)) ?? '');
    case 'reviewed': {
      const { naming, aws } = await openEnvironment(args.environment, 'reviewed');
      const records = await new Records(aws, naming).read();
      const git = new Git('.');
      const deployed = await oldestCommit(git, args.environment, records);
      const reviews = await reviewsOf(gh, git, deployed, folder, (done) => console.error(done));
      return writeFileSync(args.file, JSON.stringify(reviews));
    }
    case 'region':
      return console.log(loadProject('platform.json').region);
    case 'push-role':
      return console.log(pushRole(args.service));
    case 'raise': {
      const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = process.env;
      const commit = server && repository && sha ? `${server}/${repository}/commit/${sha}` : undefined;
      const environments = loadEnvironments(environmentsFolder(), declared);
      return console.log(await raise(gh, args, environments, { commit, run }, file));
    }
    case 'check':
      return checkForge(gh, wantedEnvironments());
    case 'drift':
      return driftIssues(gh, args.folder, (done) => console.log(done), file, run);
    default: {
      const unreachable: never = args;
      return unreachable;
    }
  }
}

/** @throws Failure for a service whose images no application's repository pushes. */
function pushRole(service: string): string {
  const project = loadProject('platform.json');
  findNamed('service', service, new Map(Object.entries(declared.services)));
  if (project.applications[service] === undefined) {
    const got = Object.keys(project.applications).join(', ') || 'nobody';
    throw new Failure(
      `platform.json: applications: got ${got}; allowed: "${service}" with the repository whose workflows push its images, such as "repo:acme/${service}", then npm run bootstrap`,
    );
  }
  return roleArn(
    project,
    project.toolingAccount,
    toolingNames(project).pushOf(keptName(service, declared.services)),
  );
}

/** By the table in docs/pull-requests.md. Whatever is protected from destruction is deployed by two people. */
function wantedEnvironments(): WantedEnvironment[] {
  const deployed = loadEnvironments('environments', declared);
  const onMain = { reviewed: false, refs: ['main'] };
  return [
    ...deployed.map(({ name, parameters }) => ({ ...onMain, name, reviewed: parameters.protected })),
    { ...onMain, name: 'drift' },
    ...(deployed.some(({ parameters }) => parameters.hostsPreviews)
      ? [{ ...onMain, name: 'preview', refs: ['main', 'refs/pull/*/merge'] }]
      : []),
  ];
}

start((args) => main(parseForgeArguments(args), scratchFolder('platform-forge')));
